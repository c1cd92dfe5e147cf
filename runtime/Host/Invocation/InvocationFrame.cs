namespace Asan.Runtime.Host.Invocation;

/// <summary>What an invocation stands on.</summary>
abstract class InvocationFrame
{
    public abstract IServiceProvider Services { get; }

    public abstract CancellationToken CancellationToken { get; }

    public static InvocationFrame Of(IServiceProvider services, CancellationToken ct) => new Given(services, ct);

    sealed class Given(IServiceProvider services, CancellationToken ct) : InvocationFrame
    {
        public override IServiceProvider Services => services;

        public override CancellationToken CancellationToken => ct;
    }
}
