using Asan.Workflows.Etl;
using Microsoft.DurableTask;
using Npgsql;

namespace Asan.Tests.Etl;

public sealed class FailuresTests
{
    [Theory]
    [InlineData("57P01", true)]
    [InlineData("08006", true)]
    [InlineData("40001", true)]
    [InlineData("40P01", true)]
    [InlineData("55P03", true)]
    [InlineData("53300", true)]
    [InlineData("42P01", false)]
    [InlineData("23505", false)]
    [InlineData("22001", false)]
    public void Only_faults_that_pass_by_themselves_are_tried_again(string sqlState, bool transient) =>
        Assert.Equal(transient, Failures.IsTransient(Details(Error(sqlState))));

    [Fact]
    public void A_lost_connection_is_tried_again_and_a_refusal_is_not()
    {
        Assert.True(Failures.IsTransient(Details(new NpgsqlException("Exception while reading from stream"))));
        Assert.True(Failures.IsTransient(Details(new InvalidOperationException("wrapped", new NpgsqlException("lost")))));
        Assert.False(Failures.IsTransient(Details(new LoadRefusedException("no"))));
    }

    [Fact]
    public void A_refusal_speaks_for_itself() =>
        Assert.Equal("patients.csv is empty.", Failures.Describe("StageSources", Details(new LoadRefusedException("patients.csv is empty.", new IOException("inner")))));

    [Theory]
    [InlineData("22P02", "LoadVisits failed in the database: 22P02, a value that does not fit.")]
    [InlineData("23505", "LoadVisits failed in the database: 23505, a row that breaks a constraint.")]
    [InlineData("42P01", "LoadVisits failed in the database: 42P01: says Kim Minsu.")]
    public void A_message_that_may_quote_a_row_is_not_passed_on(string sqlState, string expected) =>
        Assert.Equal(expected, Failures.Describe("LoadVisits", Details(Error(sqlState))));

    static PostgresException Error(string sqlState) => new("says Kim Minsu", "ERROR", "ERROR", sqlState, detail: "Key (name)=(Kim Minsu) already exists.");

    static TaskFailureDetails Details(Exception exception) => TaskFailureDetails.FromException(exception);
}
