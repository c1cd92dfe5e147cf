namespace Asan.Synthesize.People;

/// <summary>A town that is on no map, in a state that is. Of the zip only the first four digits; text, for the leading zero counts.</summary>
sealed record Town(string Name, string County, string State, string Abbreviation, string Zip, int Latitude, int Longitude)
{
    public static readonly Town[] All =
    [
        new("Saebyeok Falls", "Gangbyeon County", "New Jersey", "NJ", "0799", 40_612_000, -74_401_000),
        new("Hanbit Springs", "Gangbyeon County", "New Jersey", "NJ", "0798", 40_731_000, -74_288_000),
        new("New Mapo", "Noeul County", "New Jersey", "NJ", "0897", 40_203_000, -74_690_000),
        new("Dalbit", "Noeul County", "New Jersey", "NJ", "0896", 39_958_000, -74_871_000),
        new("Maru Harbor", "Badaga County", "Massachusetts", "MA", "0299", 41_914_000, -70_622_000),
        new("Sori", "Badaga County", "Massachusetts", "MA", "0298", 42_077_000, -70_931_000),
        new("Port Haneul", "Sansol County", "Massachusetts", "MA", "0199", 42_402_000, -71_560_000),
        new("Jindo Mills", "Sansol County", "Massachusetts", "MA", "0198", 42_561_000, -71_902_000),
        new("Baram Point", "Olle County", "Washington", "WA", "9899", 47_703_000, -122_340_000),
        new("Yeoul", "Olle County", "Washington", "WA", "9898", 47_311_000, -122_508_000),
        new("Namsan Ridge", "Dongne County", "Virginia", "VA", "2299", 38_824_000, -77_361_000),
        new("Solbat", "Dongne County", "Virginia", "VA", "2298", 38_690_000, -77_612_000),
    ];
}
