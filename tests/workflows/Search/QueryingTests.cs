using Asan.Workflows.Search.Querying;
using Asan.Workflows.Search.Text;

namespace Asan.Tests.Search;

public sealed class QueryingTests(Postgres postgres) : IAsyncLifetime
{
    SearchDatabase database = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => database = await SearchDatabase.CreateAsync(postgres);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData("암은 초기에 찾는다", "암")]
    [InlineData("아세트아미노펜 500 mg 투여", "500mg")]
    [InlineData("아세트아미노펜 500mg 투여", "500 MG")]
    [InlineData("아세트아미노펜 500㎎ 투여", "500mg")]
    [InlineData("진단 코드 E11.9 를 적는다", "e11.9")]
    [InlineData("ＣＴ 촬영", "ct")]
    [InlineData("쇼그렌 증후군 (Sjögren)", "sjogren")]
    [InlineData("당뇨병성망막병증", "망막")]
    public async Task Words_are_found_however_they_are_written(string text, string query)
    {
        await database.PublishAsync("a", ["all"], text);
        await database.PublishAsync("b", ["all"], "다른 문단");

        Assert.Equal("a", Assert.Single((await database.SearchAsync(query, "all")).Hits).DocumentId);
    }

    [Fact]
    public async Task Syllables_in_parts_are_the_same_as_whole_ones()
    {
        await database.PublishAsync("a", ["all"], "\u1112\u1167\u11AF\u110B\u1161\u11B8 측정"); // 혈압, as macOS writes names of files

        var hit = Assert.Single((await database.SearchAsync("혈압", "all")).Hits);

        Assert.Equal(new Highlight(0, 6), Assert.Single(hit.Snippet.Highlights));
    }

    [Fact]
    public async Task A_snippet_shows_where_the_words_stand_and_marks_them()
    {
        var text = string.Concat(Enumerable.Repeat("앞에 있는 다른 이야기이다. ", 60)) + "인슐린 펌프는 배에 붙인다. " + string.Concat(Enumerable.Repeat("뒤에 있는 다른 이야기이다. ", 60));
        await database.PublishAsync("a", ["all"], text);

        var snippet = Assert.Single((await database.SearchAsync("인슐린 펌프", "all")).Hits).Snippet;

        Assert.InRange(snippet.Text.Length, 100, 250);
        Assert.StartsWith("…", snippet.Text, StringComparison.Ordinal);
        Assert.EndsWith("…", snippet.Text, StringComparison.Ordinal);
        Assert.Equal(["인슐린", "펌프"], snippet.Highlights.Select(mark => snippet.Text.Substring(mark.Start, mark.Length)));
    }

    [Fact]
    public async Task Identifiers_of_persons_are_masked_unless_the_caller_may_see_them()
    {
        const string Text = "홍길동 900101-1234567, 전화 010-1234-5678, 등록번호 12345678, 검사일 20240101";
        await database.PublishAsync("a", ["all"], Text);

        var masked = Assert.Single((await database.SearchAsync("홍길동 전화", "all")).Hits).Snippet;
        var shown = Assert.Single((await database.SearchAsync("홍길동 전화", "all", "unmask")).Hits).Snippet;

        Assert.Equal("홍길동 ******-*******, 전화 ***-****-****, 등록번호 ********, 검사일 20240101", masked.Text);
        Assert.Equal(Text, shown.Text);
    }

    [Theory]
    [InlineData("900101-1234567")]
    [InlineData("900101")]
    [InlineData("1234567")]
    [InlineData("9001011234567")]
    [InlineData("010-1234-5678")]
    [InlineData("12345678")]
    [InlineData("87654321")]
    [InlineData("B7654321")]
    [InlineData("7654321")]
    public async Task Who_may_not_see_identifiers_cannot_find_out_by_them(string query)
    {
        await database.PublishAsync("a", ["all"], "홍길동 900101-1234567, 전화 010-1234-5678, 등록번호 12345678, 환자번호 B7654321", "이름\t등록번호\n홍길동\t87654321");

        Assert.Empty((await database.SearchAsync(query, "all")).Hits);
    }

    [Theory]
    [InlineData("900101-1234567")]
    [InlineData("9001011234567")]
    [InlineData("010-1234-5678")]
    [InlineData("12345678")]
    [InlineData("B-7654321")]
    [InlineData("b7654321")]
    [InlineData("12345")]
    public async Task Who_may_see_identifiers_finds_by_all_of_one(string query)
    {
        await database.PublishAsync("a", ["all"], "홍길동 900101-1234567, 전화 010-1234-5678, 등록번호 12345678, 환자번호 B7654321, MRN 12345");

        Assert.Single((await database.SearchAsync(query, "all", "unmask")).Hits);
    }

    [Theory]
    [InlineData("")]
    [InlineData("!!! ???")]
    [InlineData("\u202E\u0000")]
    public async Task A_query_of_no_words_finds_nothing(string query)
    {
        await database.PublishAsync("a", ["all"], "문단");

        Assert.Empty((await database.SearchAsync(query, "all")).Hits);
    }

    [Fact]
    public void A_word_without_an_end_is_bounded()
    {
        var tokens = new Tokenizer().Read(new string('a', 1_000_000));
        Assert.Equal(2, tokens.Count);

        tokens = new Tokenizer().Read(new string('가', 100_000));
        Assert.Equal(99_999, tokens.Count);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Whatever_is_read_tokens_stand_inside_the_text(int seed)
    {
        var random = new Random(seed);
        var text = new string([.. Enumerable.Range(0, 500).Select(_ => (char)(random.Next(4) == 0 ? random.Next(0x10000) : 0x1100 + random.Next(0x100)))]);

        Assert.All(new Tokenizer().Read(text, bareNumbers: true), token => Assert.True(token.Start >= 0 && token.Start < token.End && token.End <= text.Length));
        Assert.Equal(text.Length, PersonalIdentifiers.Mask(text).Length);
        Assert.DoesNotContain(ShownText.Clean(text), letter => char.IsControl(letter) && letter is not ('\n' or '\t'));
    }

    public static TheoryData<int> Seeds => [1, 2, 3, 5, 8];
}
