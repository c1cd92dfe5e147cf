using System.Runtime.CompilerServices;

namespace Asan.Synthesize;

/// <summary>
/// SplitMix64: one stream of lots per patient or place, so that none depends on how many others there are. Whole numbers only, so every machine
/// draws alike.
/// </summary>
sealed class Rng
{
    const ulong Golden = 0x9E3779B97F4A7C15;

    ulong state;

    Rng(ulong state) => this.state = state;

    /// <summary>The stream of one thing: the same seed, kind and index always give the same lots.</summary>
    public static Rng For(ulong seed, Kind kind, long index) =>
        new(Mix(Mix(seed + Golden) ^ Mix(((ulong)kind << 56) + (ulong)index + Golden)));

    public ulong Next() => Mix(state += Golden);

    /// <summary>0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Both ends included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    public bool Chance(int perMille) => Below(1000) < perMille;

    public T Pick<T>(T[] from) => from[Below(from.Length)];

    public Uuid Uuid() => new(Next(), Next());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

/// <summary>What a stream of lots belongs to.</summary>
enum Kind : byte
{
    Hospital = 1,
    Person,
    Course,
    Organization,
    Provider,
    Payer,
}
