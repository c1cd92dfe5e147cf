using Asan.Tests;

namespace Asan.Runtime.Host.Tests.Blobs;

public sealed class AzureBlobKillTests(Postgres postgres, Azurite azurite) : BlobKillTests(postgres, azurite, StoreKind.Azure);
