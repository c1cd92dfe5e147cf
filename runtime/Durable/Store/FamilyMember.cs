namespace Asan.Runtime.Durable.Store;

/// <summary>An instance below a root, or the root itself.</summary>
readonly record struct FamilyMember(long Root, long Key, string InstanceId, bool IsOver);
