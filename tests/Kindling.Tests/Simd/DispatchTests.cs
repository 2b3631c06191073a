using Kindling.Simd;

namespace Kindling.Tests.Simd;

public class DispatchTests
{
    /// <summary>
    /// `./test` runs this again with each width forced; a switch that is ignored must not go unnoticed.
    /// </summary>
    [Fact]
    public void The_width_in_use_is_the_one_asked_for()
    {
        SimdLevel? asked = Environment.GetEnvironmentVariable("KINDLING_SIMD") switch
        {
            "512" => SimdLevel.Avx512,
            "256" => SimdLevel.Avx2,
            "portable" => SimdLevel.Portable,
            _ => null,
        };
        Assert.True(asked is null || Dispatch.Level == asked, $"asked for {asked}, got {Dispatch.Level}");
    }

    [Theory]
    [InlineData(8, 128)]
    [InlineData(16, 128)]
    [InlineData(24, 256)]
    [InlineData(32, 256)]
    [InlineData(40, 512)]
    [InlineData(1000, 512)]
    public void Few_bytes_get_a_narrow_register_within_the_width_in_use(int bytes, int narrowest) =>
        Assert.Equal(Math.Min(narrowest, (int)Dispatch.Level), (int)Dispatch.For(bytes));

    [Fact]
    public void An_unknown_width_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Dispatch.Choose("1024"));
        Assert.Contains("512, 256 or portable", error.Message, StringComparison.Ordinal);
    }
}
