using Concurrency.Actors.Coordination.Rows;
using Concurrency.Core.Jobs;

namespace Concurrency.Actors.Tests.Coordination.Rows;

public class RowBudgetTests
{
    private static readonly JobId A = new("a");
    private static readonly JobId B = new("b");
    private static readonly JobId C = new("c");

    private readonly RowBudget _budget = new(limit: 100);

    [Fact]
    public void While_there_is_room_nobody_gives_up_anything()
    {
        Over(A, 60);
        Running(B, 40);
        Assert.Empty(_budget.Settle());
        Assert.Equal(100, _budget.Allowance);
    }

    [Fact]
    public void Jobs_that_are_over_give_up_theirs_first_in_the_order_they_ended()
    {
        Running(C, 40, spare: 30);
        Over(A, 60);
        Over(B, 60);
        Assert.Equal([(A, 0)], _budget.Settle());
        Running(C, 60, spare: 30);
        Assert.Equal([(A, 0), (B, 40)], _budget.Settle());
        // They have not answered yet, so they are told the same again.
        Assert.Equal([(A, 0), (B, 40)], _budget.Settle());
        Over(A, 0);
        Over(B, 40);
        Assert.Empty(_budget.Settle());
        Assert.Equal(100, _budget.Allowance);
    }

    [Fact]
    public void Then_running_jobs_give_up_what_was_read()
    {
        Running(A, 80, spare: 50);
        Running(B, 60);
        Assert.Equal([(A, 40)], _budget.Settle());
        Assert.Equal(100, _budget.Allowance);
    }

    [Fact]
    public void When_all_of_it_is_to_be_read_yet_running_jobs_have_equal_shares()
    {
        Running(A, 60);
        Running(B, 50);
        Running(C, 10, spare: 10);
        Assert.Equal([(C, 0)], _budget.Settle());
        Assert.Equal(50, _budget.Allowance);
        _budget.Forget(A);
        Assert.Empty(_budget.Settle());
        Assert.Equal(100, _budget.Allowance);
    }

    [Fact]
    public void Rows_that_a_reader_waits_for_stay_though_the_job_is_over()
    {
        Over(A, 150, spare: 0);
        Over(B, 10);
        Assert.Equal([(B, 0)], _budget.Settle());
    }

    [Fact]
    public void A_job_that_is_retried_runs_again_and_ends_again_later()
    {
        Over(A, 60);
        Over(B, 60);
        Running(A, 60, spare: 60);
        Over(A, 60);
        Assert.Equal([(B, 40)], _budget.Settle());
    }

    [Fact]
    public void What_is_forgotten_counts_no_more()
    {
        Over(A, 90);
        Running(B, 90);
        _budget.Forget(A);
        _budget.Forget(A);
        Assert.Empty(_budget.Settle());
        _budget.Forget(B);
        Running(C, 100);
        Assert.Empty(_budget.Settle());
    }

    private void Over(JobId job, long kept, long? spare = null) => _budget.Note(job, kept, spare ?? kept, isOver: true);

    private void Running(JobId job, long kept, long spare = 0) => _budget.Note(job, kept, spare, isOver: false);
}
