namespace Asan.Runtime.Host.Durable;

/// <summary>Present when the application called ConfigureDurableWorker.</summary>
sealed class DurableWorkerWanted;
