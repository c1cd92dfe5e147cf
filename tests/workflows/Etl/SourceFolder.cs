using System.IO.Compression;
using System.Text;

namespace Asan.Tests.Etl;

/// <summary>A folder of source files that one test writes and that is gone afterwards.</summary>
sealed class SourceFolder : IDisposable
{
    public const string Patients = "Id,BIRTHDATE,DEATHDATE,RACE,ETHNICITY,GENDER,CITY,STATE,COUNTY,ZIP\n";
    public const string Encounters =
        "Id,START,STOP,PATIENT,ORGANIZATION,PROVIDER,PAYER,ENCOUNTERCLASS,CODE,DESCRIPTION,BASE_ENCOUNTER_COST,TOTAL_CLAIM_COST,PAYER_COVERAGE,REASONCODE,REASONDESCRIPTION\n";
    public const string Organizations = "Id,NAME,ADDRESS,CITY,STATE,ZIP\n";
    public const string Providers = "Id,ORGANIZATION,NAME,GENDER,SPECIALITY\n";

    public string Path { get; } = Directory.CreateTempSubdirectory("asan-test-").FullName;

    /// <summary>The four files that every load needs, one patient with one encounter in them.</summary>
    public static SourceFolder Small()
    {
        var folder = new SourceFolder();
        folder.Write("patients.csv", Patients + "p1,1980-02-29,,white,nonhispanic,F,Seoul,Seoul,,03722\n");
        folder.Write("encounters.csv", Encounters + "e1,2020-01-01T10:00:00Z,2020-01-01T10:30:00Z,p1,o1,d1,y1,ambulatory,185349003,Check up,10.00,20.5,0.00,,\n");
        folder.Write("organizations.csv", Organizations + "o1,Asan,88 Olympic-ro,Seoul,Seoul,05505\n");
        folder.Write("providers.csv", Providers + "d1,o1,Kim,F,GENERAL PRACTICE\n");
        return folder;
    }

    /// <summary>A copy of a folder of packed files, unpacked.</summary>
    public static SourceFolder Unpacked(string folder)
    {
        var copy = new SourceFolder();
        foreach (var file in Directory.GetFiles(folder, "*.gz"))
        {
            using var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            using var plain = File.Create(System.IO.Path.Combine(copy.Path, System.IO.Path.GetFileNameWithoutExtension(file)));
            packed.CopyTo(plain);
        }

        return copy;
    }

    public void Write(string file, string text) => Write(file, Encoding.UTF8.GetBytes(text));

    public void Write(string file, byte[] bytes) => File.WriteAllBytes(System.IO.Path.Combine(Path, file), bytes);

    public void Append(string file, string text) => File.AppendAllText(System.IO.Path.Combine(Path, file), text);

    public void Pack(string file)
    {
        var plain = System.IO.Path.Combine(Path, file);
        using (var packed = new GZipStream(File.Create(plain + ".gz"), CompressionLevel.SmallestSize))
            packed.Write(File.ReadAllBytes(plain));
        File.Delete(plain);
    }

    public void Delete(string file) => File.Delete(System.IO.Path.Combine(Path, file));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
