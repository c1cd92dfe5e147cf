using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Asan.Runtime.DurableTask.Tests.Client;

public sealed class AddDurableTaskClientTests
{
    readonly ServiceCollection services = new();

    [Fact]
    public async Task The_default_client_is_injected_and_named_ones_are_asked_for()
    {
        services.AddDurableTaskClient(builder => builder.UseBuildTarget<FakeClient>());
        services.AddDurableTaskClient("other", builder => builder.UseBuildTarget<FakeClient>());
        await using var provider = services.BuildServiceProvider();
        var clients = provider.GetRequiredService<IDurableTaskClientProvider>();

        Assert.Same(clients.GetClient(), provider.GetRequiredService<DurableTaskClient>());
        Assert.Equal("", clients.GetClient().Name);
        Assert.Equal("other", clients.GetClient("other").Name);
        Assert.Contains("'other'", Assert.Throws<ArgumentOutOfRangeException>(() => clients.GetClient("absent")).Message);
    }

    [Fact]
    public async Task Adding_a_name_again_goes_on_with_the_same_client()
    {
        services.AddDurableTaskClient().UseBuildTarget(typeof(FakeClient));
        services.AddDurableTaskClient(builder => builder.UseDefaultVersion("2"));
        await using var provider = services.BuildServiceProvider();

        Assert.Single(provider.GetServices<DurableTaskClient>());
        Assert.Equal("2", provider.GetRequiredService<IOptions<DurableTaskClientOptions>>().Value.DefaultVersion);
    }

    [Fact]
    public async Task Clients_are_disposed_with_the_services()
    {
        services.AddDurableTaskClient("other").UseBuildTarget<FakeClient>();
        var provider = services.BuildServiceProvider();
        var client = (FakeClient)provider.GetRequiredService<IDurableTaskClientProvider>().GetClient("other");

        await provider.DisposeAsync();

        Assert.True(client.IsDisposed);
    }

    [Fact]
    public void A_client_needs_a_concrete_type()
    {
        var builder = services.AddDurableTaskClient();

        Assert.Throws<ArgumentException>(() => builder.UseBuildTarget(typeof(string)));
        Assert.Throws<ArgumentException>(() => builder.UseBuildTarget<DurableTaskClient>());
        Assert.Throws<InvalidOperationException>(() => builder.Build(services.BuildServiceProvider()));
    }

    [Fact]
    public void A_converter_is_the_one_that_was_set_else_the_services_else_JSON()
    {
        var own = new JsonDataConverter();
        var injected = new JsonDataConverter();
        services.AddDurableTaskClient("plain");
        services.AddDurableTaskClient("set", builder => builder.Configure(options => options.DataConverter = own));
        var without = services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<DurableTaskClientOptions>>();
        services.AddSingleton<DataConverter>(injected);
        var with = services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<DurableTaskClientOptions>>();

        Assert.Same(JsonDataConverter.Default, without.Get("plain").DataConverter);
        Assert.Same(injected, with.Get("plain").DataConverter);
        Assert.Same(own, with.Get("set").DataConverter);
    }

    [Fact]
    public void A_clients_own_options_take_over_the_common_ones()
    {
        services.AddDurableTaskClient(builder => builder.UseBuildTarget<FakeClient, FakeOptions>().Configure(options =>
        {
            options.DefaultVersion = "2";
            options.EnableEntitySupport = true;
        }));

        var options = services.BuildServiceProvider().GetRequiredService<IOptions<FakeOptions>>().Value;

        Assert.Equal(("2", true), (options.DefaultVersion, options.EnableEntitySupport));
    }

    sealed class FakeOptions : DurableTaskClientOptions;
}
