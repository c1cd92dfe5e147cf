using Asan.Tests;

namespace Asan.Runtime.Host.Tests.Blobs;

public sealed class FolderBlobKillTests(Postgres postgres, Azurite azurite) : BlobKillTests(postgres, azurite, StoreKind.Folder);
