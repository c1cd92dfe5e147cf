namespace Asan.Synthesize.Tests;

public sealed class RepeatabilityTests
{
    // They count what all patients did there, so they change as patients come.
    static readonly string[] Places = ["organizations", "providers", "payers"];

    [Fact]
    public void The_same_order_gives_the_same_bytes()
    {
        using var once = new SyntheticHospital(40, seed: 11);
        using var again = new SyntheticHospital(40, seed: 11);

        Assert.Equal(18, once.Rows.Count);
        foreach (var file in once.Rows.Keys)
            Assert.True(File.ReadAllBytes(once.PathOf(file)).SequenceEqual(File.ReadAllBytes(again.PathOf(file))), file);
    }

    [Fact]
    public void Patients_do_not_change_when_others_follow()
    {
        using var few = new SyntheticHospital(30);
        using var many = new SyntheticHospital(45);

        foreach (var file in few.Rows.Keys.Except(Places))
            Assert.True(File.ReadAllBytes(many.PathOf(file)).AsSpan().StartsWith(File.ReadAllBytes(few.PathOf(file))), file);
        foreach (var file in Places)
            Assert.Equal(few[file].Select(row => row["Id"]), many[file].Take(few[file].Count).Select(row => row["Id"]));
    }

    [Fact]
    public void Another_seed_gives_other_people()
    {
        using var one = new SyntheticHospital(20, seed: 1);
        using var other = new SyntheticHospital(20, seed: 2);

        Assert.Empty(one["patients"].Select(p => p["Id"]).Intersect(other["patients"].Select(p => p["Id"])));
        Assert.Empty(one["organizations"].Select(o => o["Id"]).Intersect(other["organizations"].Select(o => o["Id"])));
    }

    [Fact]
    public void Nothing_unfinished_is_left_behind()
    {
        using var hospital = new SyntheticHospital(3);

        Assert.Equal(hospital.Rows.Keys.Select(file => $"{file}.csv").Order(), Directory.EnumerateFiles(hospital.Folder).Select(Path.GetFileName).Order());
    }
}
