namespace Asan.Runtime.Durable.Store;

/// <summary>Names one activity call: the instance's row, its execution, the call's number in it.</summary>
readonly record struct ActivityKey(long Instance, int Generation, int TaskId);
