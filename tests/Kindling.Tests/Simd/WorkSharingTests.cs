using Kindling.Simd;

namespace Kindling.Tests.Simd;

public class WorkSharingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_item_of_every_loop_is_done_exactly_once(int threads)
    {
        using var sharing = new WorkSharing(threads);
        for (int loop = 0; loop < 3000; loop++)
        {
            int items = loop % 17;
            int[] done = new int[items];
            sharing.Run(items, i => Interlocked.Increment(ref done[i]));
            Assert.All(done, d => Assert.Equal(1, d));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_item_is_done_once_and_no_two_threads_are_on_the_same_lane(int threads)
    {
        using var sharing = new WorkSharing(threads);
        for (int loop = 0; loop < 2000; loop++)
        {
            int items = loop % 17;
            int[] done = new int[items], owners = new int[threads];
            sharing.Run(
                items,
                (lane, item) =>
                {
                    int own = Environment.CurrentManagedThreadId;
                    int known = Interlocked.CompareExchange(ref owners[lane], own, 0);
                    Assert.True(lane < items && (known == 0 || known == own));
                    Interlocked.Increment(ref done[item]);
                },
                lastFirst: loop % 2 == 1);
            Assert.All(done, d => Assert.Equal(1, d));
        }
    }

    [Fact]
    public void A_share_is_gone_through_from_its_end_where_that_is_asked_for()
    {
        using var sharing = new WorkSharing(1);
        List<int> order = [];
        sharing.Run(4, (_, item) => order.Add(item), lastFirst: true);
        Assert.Equal([3, 2, 1, 0], order);
    }

    [Fact]
    public void Workers_wake_up_after_sleeping()
    {
        using var sharing = new WorkSharing(3);
        for (int loop = 0; loop < 5; loop++)
        {
            Thread.Sleep(20);
            int sum = 0;
            sharing.Run(100, i => Interlocked.Add(ref sum, i));
            Assert.Equal(4950, sum);
        }
    }

    [Fact]
    public void A_failure_in_a_body_reaches_the_caller()
    {
        using var sharing = new WorkSharing(2);
        var error = Assert.Throws<ArgumentException>(() => sharing.Run(8, i => throw new ArgumentException("no")));
        Assert.Equal("no", error.Message);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(4, 2)]
    [InlineData(4, 3)]
    [InlineData(2, 1)]
    public void No_phase_is_begun_before_all_items_have_done_the_one_before(int threads, int items)
    {
        using var sharing = new WorkSharing(threads);
        for (int loop = 0; loop < 1000; loop++)
        {
            int[] done = new int[items];
            int phases = loop % 7;
            sharing.RunInStep(
                items,
                phases,
                (item, phase) =>
                {
                    Assert.Equal(phase, done[item]);
                    Assert.All(done, d => Assert.InRange(d, phase, phase + 1));
                    done[item]++;
                });
            Assert.All(done, d => Assert.Equal(phases, d));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_failure_of_one_item_in_a_phase_reaches_the_caller_and_ends_the_wait_of_the_other(int failing)
    {
        using var sharing = new WorkSharing(2);
        for (int loop = 0; loop < 20; loop++)
        {
            var error = Assert.Throws<ArgumentException>(() => sharing.RunInStep(
                2, 5, (item, phase) => _ = item == failing && phase == 2 ? throw new ArgumentException("no") : 0));
            Assert.Contains("no", error.Message, StringComparison.Ordinal);
        }

        int sum = 0;
        sharing.RunInStep(2, 3, (item, phase) => Interlocked.Add(ref sum, phase));
        Assert.Equal(6, sum);
    }
}
