using Asan.Runtime.Host.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.Host.Tests;

public sealed class SettingsTests
{
    [Fact]
    public async Task Unknown_keys_of_host_json_are_named_in_one_warning()
    {
        await using var host = await StartAsync("""
            { "version": "2.0", // a comment, as Core Tools allows
              "logging": { "applicationInsights": { "samplingSettings": { "isEnabled": true } } },
              "extensions": { "durableTask": { "hubName": "h", "tracing": { "version": "v2" } } } }
            """);

        var warning = Assert.Single(host.Log.Lines, line => line.Event == 1103);
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Contains("extensions:durableTask:tracing:version, logging:applicationInsights:samplingSettings:isEnabled", warning.Message);
    }

    [Fact]
    public async Task A_host_json_that_the_host_knows_whole_warns_of_nothing()
    {
        await using var host = await StartAsync("""{ "version": "2.0", "functionTimeout": "-1", "logging": { "logLevel": { "default": "Debug" } } }""");

        Assert.DoesNotContain(host.Log.Lines, line => line.Event == 1103);
        Assert.Null(Options(host).FunctionTimeout);
    }

    [Fact]
    public async Task Log_levels_of_host_json_decide_and_settings_override_them()
    {
        const string file = """{ "version": "2.0", "logging": { "logLevel": { "default": "Error", "Mine": "Debug", "Yours": "Debug" } } }""";
        await using var host = await StartAsync(file, ("Logging:LogLevel:Yours", "Critical"));
        var loggers = host.Host.Services.GetRequiredService<ILoggerFactory>();

        Assert.False(loggers.CreateLogger("Any").IsEnabled(LogLevel.Warning));
        Assert.True(loggers.CreateLogger("Mine").IsEnabled(LogLevel.Debug));
        Assert.False(loggers.CreateLogger("Yours").IsEnabled(LogLevel.Error));
    }

    [Fact]
    public async Task Values_of_local_settings_are_settings_and_what_is_given_wins()
    {
        await using var host = await TestHost.StartAsync(new TestHost.Setup(typeof(Door))
        {
            Files = { ["local.settings.json"] = """{ "IsEncrypted": false, "Values": { "Blobs__Folder": "/from/file", "Keys:File": "", "Given": "file" } }""" },
            Settings = { ["Given"] = "command line" },
        });
        var configuration = host.Host.Services.GetRequiredService<IConfiguration>();

        Assert.Equal("/from/file", configuration["Blobs:Folder"]);
        Assert.Equal("command line", configuration["Given"]);
    }

    [Theory]
    [InlineData("host.json", "{ not json", "host.json is not valid JSON")]
    [InlineData("local.settings.json", "{ not json", "local.settings.json is not valid JSON")]
    [InlineData("local.settings.json", """{ "IsEncrypted": true, "Values": { "A": "xyz" } }""", "is encrypted")]
    [InlineData("host.json", """{ "functionTimeout": "soon" }""", "functionTimeout is 'soon'")]
    [InlineData("host.json", """{ "extensions": { "http": { "routePrefix": "{tenant}" } } }""", "routePrefix is a plain path")]
    public async Task A_file_that_cannot_be_used_stops_the_start_by_name(string file, string content, string reason)
    {
        var refusal = await TestHost.RefuseAsync(new TestHost.Setup(typeof(Door)) { Files = { [file] = content } });

        Assert.Contains(reason, refusal.Message);
    }

    [Theory]
    [InlineData("Host:MaxRequestBodyBytes", "0")]
    [InlineData("Host:DrainSeconds", "-1")]
    public async Task A_setting_out_of_its_range_stops_the_start(string key, string value)
    {
        var refusal = await TestHost.RefuseAsync(new TestHost.Setup(typeof(Door)) { Settings = { [key] = value } });

        Assert.Contains(key.Split(':')[1], refusal.Message);
    }

    [Fact]
    public async Task The_whole_shutdown_is_given_the_drain_and_the_time_after_it()
    {
        await using var host = await StartAsync("{}", ("Host:DrainSeconds", "3"), ("Host:StopSeconds", "4"));

        Assert.Equal(TimeSpan.FromSeconds(7), host.Host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout);
    }

    static ServingOptions Options(TestHost host) => host.Host.Services.GetRequiredService<IOptions<ServingOptions>>().Value;

    static Task<TestHost> StartAsync(string hostJson, params (string Key, string Value)[] settings) =>
        TestHost.StartAsync(new TestHost.Setup(typeof(Door))
        {
            Files = { ["host.json"] = hostJson },
            Settings = settings.ToDictionary(setting => setting.Key, setting => setting.Value),
        });

    public static class Door
    {
        [Function("Door")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok();
    }
}
