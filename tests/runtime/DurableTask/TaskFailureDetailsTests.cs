using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;

namespace Asan.Runtime.DurableTask.Tests;

public sealed class TaskFailureDetailsTests
{
    [Fact]
    public void An_exception_is_kept_with_what_caused_it()
    {
        var details = TaskFailureDetails.FromException(Thrown(new InvalidOperationException("boom", new ArgumentException("inner"))));

        Assert.Equal("System.InvalidOperationException", details.ErrorType);
        Assert.Equal("boom", details.ErrorMessage);
        Assert.Contains(nameof(Thrown), details.StackTrace);
        Assert.Equal(("System.ArgumentException", "inner"), (details.InnerFailure!.ErrorType, details.InnerFailure.ErrorMessage));
        Assert.Null(details.InnerFailure.InnerFailure);
        Assert.Equal("System.InvalidOperationException: boom", details.ToString());
    }

    [Fact]
    public void A_failed_call_that_nobody_caught_has_the_tasks_failure_within()
    {
        var activity = TaskFailureDetails.FromException(new InvalidOperationException("boom"));

        var orchestration = TaskFailureDetails.FromException(new TaskFailedException("Flaky", 0, activity));

        Assert.Equal("Microsoft.DurableTask.TaskFailedException", orchestration.ErrorType);
        Assert.Equal(activity, orchestration.InnerFailure);
        Assert.True(orchestration.IsCausedBy<TaskFailedException>());
        Assert.False(orchestration.IsCausedBy<InvalidOperationException>());
    }

    [Fact]
    public void The_cause_is_a_type_or_any_that_it_derives_from()
    {
        var details = TaskFailureDetails.FromException(new ArgumentNullException("name"));

        Assert.True(details.IsCausedBy<ArgumentNullException>());
        Assert.True(details.IsCausedBy<ArgumentException>());
        Assert.True(details.IsCausedBy<Exception>());
        Assert.False(details.IsCausedBy<InvalidOperationException>());
        Assert.False(details.IsCausedBy<ArgumentOutOfRangeException>());
    }

    [Fact]
    public void The_type_is_found_in_whichever_assembly_is_loaded()
    {
        Assert.True(Of(typeof(WardIsFull).FullName!).IsCausedBy<WardIsFull>());
        Assert.True(Of(typeof(WardIsFull).FullName!).IsCausedBy<InvalidOperationException>());
        Assert.True(Of(typeof(JsonException).FullName!).IsCausedBy<Exception>());
    }

    [Theory]
    [InlineData("ActivityTaskNotFound")]
    [InlineData("Elsewhere.Unknown")]
    [InlineData("")]
    public void A_type_that_nobody_knows_is_caused_by_nothing(string errorType) => Assert.False(Of(errorType).IsCausedBy<Exception>());

    [Fact]
    public void Two_types_of_one_name_cannot_be_told_apart()
    {
        var assembly = DefineException("Asan.Twin.Failure");
        DefineException("Asan.Twin.Failure");

        Assert.Throws<AmbiguousMatchException>(() => Of("Asan.Twin.Failure").IsCausedBy<IOException>());
        GC.KeepAlive(assembly);
    }

    [Fact]
    public void Only_exceptions_can_be_asked_about()
    {
        Assert.Throws<ArgumentException>(() => Of("X").IsCausedBy(typeof(string)));
        Assert.Throws<ArgumentNullException>(() => Of("X").IsCausedBy(null!));
        Assert.Throws<ArgumentNullException>(() => TaskFailureDetails.FromException(null!));
    }

    [Fact]
    public void A_provider_chooses_properties_of_every_exception_in_the_chain()
    {
        var details = TaskFailureDetails.FromException(new WardIsFull(7, new WardIsFull(8, null)), new WardNumbers());

        Assert.Equal(7, details.Properties!["ward"]);
        Assert.Equal(8, details.InnerFailure!.Properties!["ward"]);
        Assert.Null(TaskFailureDetails.FromException(new WardIsFull(7, null)).Properties);
    }

    [Fact]
    public void A_failed_task_names_itself_and_its_failure()
    {
        var failure = Of("System.InvalidOperationException");

        var error = new TaskFailedException("Flaky", 0, failure);

        Assert.Equal("Task 'Flaky' (#0) failed with an unhandled exception: boom", error.Message);
        Assert.Equal(("Flaky", 0), (error.TaskName, error.TaskId));
        Assert.Same(failure, error.FailureDetails);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public void A_failed_task_made_of_an_exception_keeps_it_within()
    {
        var cause = new InvalidOperationException("boom");

        var error = new TaskFailedException("Flaky", 3, cause);

        Assert.Equal("Task 'Flaky' (#3) failed with an unhandled exception: boom", error.Message);
        Assert.Same(cause, error.InnerException);
        Assert.True(error.FailureDetails.IsCausedBy<InvalidOperationException>());
    }

    static TaskFailureDetails Of(string errorType) => new(errorType, "boom", null, null, null);

    static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (InvalidOperationException caught)
        {
            return caught;
        }
    }

    static Type DefineException(string name) => AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"Twin{Guid.NewGuid():N}"), AssemblyBuilderAccess.Run)
        .DefineDynamicModule("Main").DefineType(name, TypeAttributes.Public, typeof(Exception)).CreateType();

    sealed class WardIsFull(int ward, Exception? inner) : InvalidOperationException($"ward {ward} is full", inner)
    {
        public int Ward => ward;
    }

    sealed class WardNumbers : IExceptionPropertiesProvider
    {
        public IDictionary<string, object?>? GetExceptionProperties(Exception exception) =>
            exception is WardIsFull full ? new Dictionary<string, object?> { ["ward"] = full.Ward } : null;
    }
}
