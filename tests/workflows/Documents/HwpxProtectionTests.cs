using System.Security.Cryptography;
using System.Text;
using Asan.Documents.Making;

namespace Asan.Documents.Tests;

public sealed class HwpxProtectionTests
{
    const string Password = "비밀 1234";

    static readonly byte[] File = Protect($"<sec>{HwpxMaker.Paragraph("잠긴 글")}</sec>", 1024);

    static byte[] Protect(string xml, int iterations)
    {
        byte[] vector = [.. Enumerable.Range(1, 16).Select(i => (byte)i)], salt = [.. Enumerable.Range(40, 16).Select(i => (byte)i)];
        var plain = HwpMaker.Deflate(Encoding.UTF8.GetBytes(xml));
        var key = Rfc2898DeriveBytes.Pbkdf2(SHA256.HashData(Encoding.UTF8.GetBytes(Password)), salt, 1024, HashAlgorithmName.SHA1, 32);
        using var aes = Aes.Create();
        aes.Key = key;
        var manifest = $"""
            <odf:manifest xmlns:odf="urn:odf"><odf:file-entry odf:full-path="Contents/section0.xml"><odf:encryption-data odf:checksum-type="SHA256/1K" odf:checksum="{Convert.ToBase64String(SHA256.HashData(plain))}">
            <odf:algorithm odf:initialisation-vector="{Convert.ToBase64String(vector)}"/><odf:key-derivation odf:salt="{Convert.ToBase64String(salt)}" odf:iteration-count="{iterations}"/></odf:encryption-data></odf:file-entry></odf:manifest>
            """;
        return HwpxMaker.Zip(new Dictionary<string, byte[]>
        {
            ["META-INF/manifest.xml"] = Encoding.UTF8.GetBytes(manifest),
            ["Contents/section0.xml"] = aes.EncryptCbc(plain, vector),
        });
    }

    [Fact]
    public void The_password_opens_the_document() =>
        Assert.Equal("잠긴 글\n", Reading.Shown(Reading.Open(File, new() { Password = Password })));

    [Fact]
    public void Without_a_password_one_is_asked_for() => Assert.Equal(RefusalCodes.PasswordRequired, Reading.Refusal(File));

    [Fact]
    public void A_wrong_password_is_called_wrong() => Assert.Equal(RefusalCodes.WrongPassword, Reading.Refusal(File, new() { Password = "1234" }));

    [Fact]
    public void A_key_that_takes_hours_to_derive_is_refused() =>
        Assert.Equal(RefusalCodes.UnsupportedEncryption, Reading.Refusal(Protect("<sec/>", int.MaxValue), new() { Password = Password }));

    [Fact]
    public void Options_do_not_print_the_password() => Assert.DoesNotContain(Password, new ParseOptions { Password = Password }.ToString());
}
