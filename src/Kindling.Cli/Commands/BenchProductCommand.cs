using System.CommandLine;
using Kindling.Cli.Options;
using Kindling.Workloads;

namespace Kindling.Cli.Commands;

/// <summary><c>kindling bench product</c>: matrix products.</summary>
sealed class BenchProductCommand() : BenchSubcommand("product")
{
    readonly Option<int> _rows = NumberOption.Whole("--rows", "Rows of the result", 2048);
    readonly Option<int> _inner = NumberOption.Whole("--inner", "The summed dimension", 256);
    readonly Option<int> _columns = NumberOption.Whole("--columns", "Columns of the result", 256);

    public static Command Create()
    {
        var product = new BenchProductCommand();
        return product.Build(
            "Matrix products in the three forms of training",
            [product._rows, product._inner, product._columns, product.Steps],
            "kindling bench product                            the standard products",
            "kindling bench product --rows 2048 --inner 256 --columns 256 --threads 1",
            "kindling bench product --rows 512 --inner 32 --columns 32 --precision double --json");
    }

    protected override IReadOnlyList<Workload> Workloads(ParseResult parsed) => !IsDescribed(parsed)
        ? Standard(parsed).Product()
        :
        [
            .. Enum.GetValues<ProductForm>().Select(form => new ProductWorkload
            {
                Rows = parsed.GetValue(_rows),
                Inner = parsed.GetValue(_inner),
                Columns = parsed.GetValue(_columns),
                Form = form,
                Threads = Common.ThreadsOf(parsed),
                IsDouble = IsDouble(parsed),
            }),
        ];
}
