using Kindling.Initialization;
using Kindling.Studies;

namespace Kindling.Tests.Studies;

public class SchemeNameTests
{
    [Theory]
    [InlineData("glorot", "glorot", 1)]
    [InlineData("xavier#2", "glorot", 2)]
    [InlineData("aci:k=5#12", "aci:k=5", 12)]
    public void A_name_is_an_initializer_and_a_copy(string name, string text, int copy)
    {
        var read = SchemeName.Parse(name);
        Assert.Equal((text, copy), (read.Text, read.Copy));
        Assert.Equal(read, SchemeName.Parse(read.ToString()));
    }

    [Fact]
    public void A_copy_takes_options_like_the_initializer() =>
        Assert.Equal("aci:k=7#2", SchemeName.Parse("aci#2", new InitializerOptions { K = 7 }).ToString());

    [Fact]
    public void The_next_copy_of_the_first_is_one_that_is_not_there()
    {
        Assert.Equal("he#2", SchemeName.CopyOf(["he", "glorot#5"]).ToString());
        Assert.Equal("he#4", SchemeName.CopyOf(["he", "he#3"]).ToString());
    }

    [Theory]
    [InlineData("glorto#2", "did you mean 'glorot'?")]
    [InlineData("glorot#1", "a whole number of at least 2: glorot#2")]
    [InlineData("glorot#", "a whole number of at least 2: glorot#2")]
    [InlineData("glorot#-3", "a whole number of at least 2: glorot#2")]
    public void What_is_no_copy_is_refused_in_one_line(string name, string part)
    {
        string message = Assert.Throws<ArgumentException>(() => SchemeName.Parse(name)).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
