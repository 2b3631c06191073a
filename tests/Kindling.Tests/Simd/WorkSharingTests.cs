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
                    int own = Environment.CurrentManagedThreadId, known = Interlocked.CompareExchange(ref owners[lane], own, 0);
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
        Assert.Throws<InvalidOperationException>(() => sharing.Run(8, i => throw new ArgumentException("no")));
    }
}
