using Asan.Doors;
using Asan.DocumentsConsole.Ingest;

namespace Asan.DocumentsConsole.Tests;

public sealed class GivenFilesTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_of_a_folder_are_called_by_their_paths_below_it()
    {
        folder.File("b.txt");
        folder.File("wards/낙상 예방.docx");

        Assert.Equal(["b.txt", "wards/낙상 예방.docx"], Ids([folder.Root]));
        Assert.Equal(["guides/b.txt", "guides/wards/낙상 예방.docx"], Ids([folder.Root], id: "guides"));
    }

    [Fact]
    public void A_file_is_called_by_its_name_or_as_is_said()
    {
        var file = folder.File("wards/a.txt");

        Assert.Equal(["a.txt"], Ids([file]));
        Assert.Equal(["other"], Ids([file], id: "other"));
    }

    [Fact]
    public void Hidden_files_and_links_to_folders_are_left_out_and_counted()
    {
        folder.File("a.txt");
        folder.File(".git/config");
        folder.File(".hidden");
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "circle"), folder.Root);

        var given = GivenFiles.Find([folder.Root], null);

        Assert.Equal(["a.txt"], given.Files.Select(file => file.Id));
        Assert.Equal(3, given.LeftOut);
    }

    [Fact]
    public void Two_files_that_would_be_one_document_are_refused_and_one_that_is_named_twice_is_taken_once()
    {
        var (one, other) = (folder.File("a/x.txt"), folder.File("b/x.txt"));

        var refused = Assert.Throws<CommandException>(() => GivenFiles.Find([one, other], null));
        Assert.Contains(one, refused.Message, StringComparison.Ordinal);
        Assert.Contains(other, refused.Message, StringComparison.Ordinal);
        Assert.Equal(["x.txt"], Ids([one, one, Path.GetDirectoryName(one)!]));
    }

    [Fact]
    public void What_cannot_be_taken_is_said_before_anything_is()
    {
        folder.File("a.txt");
        Directory.CreateDirectory(Path.Combine(folder.Root, "empty"));

        Assert.Contains("nowhere", Assert.Throws<CommandException>(() => GivenFiles.Find([folder.Root, "nowhere"], null)).Message, StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<CommandException>(() => GivenFiles.Find([Path.Combine(folder.Root, "empty")], null)).Message, StringComparison.Ordinal);
        Assert.Throws<CommandException>(() => GivenFiles.Find([folder.Root, folder.Root], "id"));
    }

    static IEnumerable<string> Ids(string[] paths, string? id = null) => GivenFiles.Find(paths, id).Files.Select(file => file.Id);
}
