namespace Asan.Synthesize.People;

/// <summary>
/// Draws persons by their number alone. Ages and rare fates are dealt evenly over the numbers rather than drawn, so that ten patients are as
/// mixed as ten thousand.
/// </summary>
sealed class Population(Order order)
{
    // The golden ratio's fraction in 64 bits: multiples of it fall evenly over the whole range.
    const ulong Golden = 0x9E3779B97F4A7C15;

    readonly ulong first = Rng.For(order.Seed, Kind.Hospital, 0).Next();

    public Person Draw(int index)
    {
        var rng = Rng.For(order.Seed, Kind.Person, index);
        var days = AgeInDays(index);
        var born = order.End.AddDays(-days).AddSeconds(rng.Between(0, 86_399));
        DateTime? died = Dies(index, days) ? order.End.AddDays(-rng.Between(1, Math.Min(2_900, days - 365))).AddSeconds(rng.Between(0, 80_000)) : null;
        return new(index, rng.Uuid(), rng.Chance(510), born, died, order.End.AddSeconds(-1));
    }

    /// <summary>Most died with a certificate of it; a few only have a date.</summary>
    public static bool HasDeathCertificate(int index) => index % 40 != 28;

    public static bool DiesOfLocalCause(int index) => index % 128 == 44;

    public static bool NeedsDevice(int index) => index % 9 == 3;

    public static bool HasScan(int index) => index % 27 == 11;

    public static bool HasAllergies(int index) => index % 4 == 1;

    public static bool HasCovid(int index) => index % 9 is 2 or 5 or 7 or 8;

    public static bool TransfersBetweenWards(int index) => index % 14 == 6;

    // Mostly the old; of the young only a few.
    static bool Dies(int index, int days) => index % 8 == 4 && days > (index % 48 == 4 ? 1_000 : 19_000);

    // 19 of 20 are below 80, the others up to 99; nobody is born on the very last day.
    int AgeInDays(int index)
    {
        var lot = (int)Math.BigMul(first + (ulong)index * Golden, 1000UL * 20, out _);
        return lot < 19_000 ? 20 + (int)(lot * 29_200L / 19_000) : 29_220 + (lot - 19_000) * 7;
    }
}
