using Kindling.Networks;

namespace Kindling.Tests.Networks;

public class NearestNameTests
{
    static readonly string[] Known = ["box", "glorot", "he", "orthogonal"];

    [Theory]
    [InlineData("glorto", "glorot")]
    [InlineData("Orthgonal", "orthogonal")]
    [InlineData("bx", "box")]
    [InlineData("HE", "he")]
    public void Near_names_are_found(string typed, string meant) => Assert.Equal(meant, NearestName.Find(typed, Known));

    [Fact]
    public void Nothing_is_suggested_for_a_far_name() => Assert.Null(NearestName.Find("convolution", Known));

    [Fact]
    public void Nothing_is_suggested_that_has_no_letter_in_common() => Assert.Null(NearestName.Find("z", ["x", "y"]));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 1)]
    public void Distance_counts_edits(string a, string b, int distance) =>
        Assert.Equal(distance, NearestName.Distance(a, b));

    [Fact]
    public void Message_lists_what_is_known()
    {
        Assert.Equal(
            "unknown scheme 'glorto'; did you mean 'glorot'? Known: box, glorot, he, orthogonal.",
            NearestName.Unknown("scheme", "glorto", Known));
        Assert.Equal(
            "unknown scheme 'qqqqq'. Known: box, glorot, he, orthogonal.",
            NearestName.Unknown("scheme", "qqqqq", Known));
    }
}
