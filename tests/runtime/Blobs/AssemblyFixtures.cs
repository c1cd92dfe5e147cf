using Asan.Tests;

[assembly: AssemblyFixture(typeof(Azurite))]
