namespace Asan.Documents;

/// <summary>Carries a refusal out of the depth of a parser. <see cref="DocumentReader"/> turns it into a value; nobody else catches it.</summary>
public sealed class RefusedException(Refusal refusal) : Exception(refusal.Reason)
{
    public RefusedException(string code, string reason)
        : this(new Refusal(code, reason))
    {
    }

    public Refusal Refusal => refusal;
}
