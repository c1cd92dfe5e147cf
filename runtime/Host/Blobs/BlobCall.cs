using Asan.Runtime.Blobs;

namespace Asan.Runtime.Host.Blobs;

/// <summary>What called a function: this version of this blob.</summary>
sealed record BlobCall(IBlobContainer Container, Blob Blob);
