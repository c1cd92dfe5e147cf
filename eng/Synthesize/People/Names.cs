namespace Asan.Synthesize.People;

/// <summary>Parts that names are put together from: Korean and American, and no person's.</summary>
static class Names
{
    public static readonly string[] Women =
    [
        "Haneul", "Seoyeon", "Jiwoo", "Minseo", "Areum", "Bora", "Dain", "Eunbi", "Gaeun", "Nari", "Sora", "Yuna", "하늘", "보라",
        "Alice", "Beth", "Clara", "Dolores", "Edith", "Fern", "Grace", "Hazel", "Irene", "June", "Zoë", "Renée",
    ];

    public static readonly string[] Men =
    [
        "Minjun", "Seojun", "Dohyun", "Jiho", "Geon", "Taeyang", "Hyunwoo", "Inho", "Baram", "Kangmin", "Sangwoo", "Woojin", "바람", "태양",
        "Albert", "Burt", "Carl", "Duncan", "Elmer", "Floyd", "Gus", "Harvey", "Irwin", "Joel", "José", "Jürgen",
    ];

    public static readonly string[] Families =
    [
        "Kim", "Lee", "Park", "Choi", "Jung", "Kang", "Cho", "Yoon", "Jang", "Lim", "Han", "Oh", "Seo", "Shin", "Kwon", "Hwang",
        "Alder", "Birch", "Cobb", "Dale", "Elm", "Frost", "Glenn", "Heath", "Ives", "Jarvis", "Kent", "Lake", "O'Dell", "Núñez",
    ];

    public static readonly string[] Streets =
    [
        "Maple", "Gingko", "Harbor", "Persimmon", "Mill", "Azalea", "Station", "Bridge", "Pine", "Lotus", "Market", "Hill",
    ];

    public static readonly string[] Ways = ["Street", "Road", "Lane", "Avenue", "Way", "Gil"];

    /// <summary>Numbered, as Synthea does it, so that nobody takes it for a person's.</summary>
    public static string Draw(Rng rng, string[] from) => $"{rng.Pick(from)}{rng.Between(10, 999)}";

    public static string Address(Rng rng) => $"{rng.Between(1, 998)} {rng.Pick(Streets)} {rng.Pick(Ways)}";
}
