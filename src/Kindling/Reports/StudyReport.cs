namespace Kindling.Reports;

/// <summary>The report of a study: one self-contained page, made from the study folder and from nothing else.</summary>
public static class StudyReport
{
    /// <summary>
    /// Writes <c>report.html</c> into the study folder, and its figures as Vega-Lite files into <c>figures/</c>.
    /// </summary>
    /// <param name="studyFolder">A study folder (docs/study-folder.md), finished or half-finished; the page says
    /// which.</param>
    /// <exception cref="DirectoryNotFoundException">The study folder does not exist.</exception>
    /// <exception cref="InvalidDataException">A file in it is not what it should be; the message names it.</exception>
    public static void Write(string studyFolder) => Make(studyFolder).WriteReport(studyFolder);

    /// <summary>Makes the page without writing it.</summary>
    /// <inheritdoc cref="Write"/>
    public static HtmlPage Make(string studyFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(studyFolder);
        StudyDocument study = StudyReader.Read(studyFolder);
        var palette = new SchemePalette(StudyDefinition.Schemes(study.Definition)
            .Concat(study.Schemes.Select(s => s.Name).Order(StringComparer.Ordinal)));
        var page = new HtmlPage($"{study.Problem.Name} – comparison of initializations");
        AddHeader(page, study);
        Table table = SchemeTable.Make(study, palette);
        page.Section("Result").Facts(Facts(study)).Add(table);
        foreach (string detail in study.Verdict?.Details ?? [])
            page.Paragraph(Sentence(Capital(detail, study)));
        foreach (string note in study.Problem.Notes.Concat(study.Outcome.Notes).Distinct())
            page.Paragraph(Sentence(Capital(note, study)));
        if (study.Outcome.TrainCommand is string command)
            page.Paragraph($"This command trains {study.Schemes[0].Name} on all rows:").Command(command);
        page.Add(FinalErrorsFigure.Make(study, palette), ComparisonsFigure.Make(study));
        page.FigureSection(
            "Training",
            ErrorCurvesFigure.Make(study, palette),
            KeptStepFigure.Make(study),
            RatesFigure.Make(study, palette));
        page.FigureSection("Predictions", [.. PredictionsFigure.Make(study, palette), ConfusionFigure.Make(study)]);
        page.FigureSection(
            "Before training",
            FeaturesFigure.Make(study, palette),
            SpreadFigure.Make(study, palette),
            SpreadFigure.MakeFans(study, palette));
        AddWarnings(page, study);
        AddSettings(page, study);
        page.Section("What the columns mean").Definitions(
            table.Columns.Where(c => c.Definition is not null).Select(c => (c.Title, c.Definition!)));
        return page;
    }

    static void AddHeader(HtmlPage page, StudyDocument study)
    {
        string kicker = $"Kindling · comparison of initializations · {study.Problem.Name}";
        int runs = study.Runs.Count();
        if (study.Verdict is VerdictDocument verdict)
        {
            string? cut = study.Outcome.IsComplete ? null
                : $"The study was stopped early: this is what {runs} finished runs say.";
            page.Header(kicker, Sentence(Capital(verdict.Text, study)), Join(study.Problem.Description, cut));
        }
        else
        {
            string leader = study.Schemes.FirstOrDefault(s => s.TestErrorMedian is not null)?.Name is string name
                ? $"{name} leads so far." : "";
            page.Header(kicker, "This study is not finished.", Join(study.Problem.Description,
                $"{runs} {(runs == 1 ? "run is" : "runs are")} done. {leader} There is no verdict before the last run; "
                + "give the same command again to go on."));
        }
    }

    static IEnumerable<(string Name, string Value)> Facts(StudyDocument study)
    {
        double runSeconds = study.Runs.Sum(r => r.Seconds ?? 0);
        (string, string?)[] facts =
        [
            ("Problem", study.Problem.Name),
            ("Training points", Count(study.Problem.TrainPoints)),
            ("Test points", Count(study.Problem.TestPoints)),
            ("Network", study.Outcome.Network),
            ("Optimizer", study.Outcome.Optimizer),
            ("Steps", Count(study.Outcome.Steps)),
            ("Seeds", Count(study.Outcome.Seeds)),
            ("Precision", study.Outcome.Precision),
            ("Time of all runs", runSeconds > 0 ? NumberText.Seconds(runSeconds) : null),
        ];
        return facts.Where(f => !string.IsNullOrEmpty(f.Item2)).Select(f => (f.Item1, f.Item2!));
    }

    static string? Count(long? count) => count is null ? null : NumberText.Count(count);

    static void AddWarnings(HtmlPage page, StudyDocument study)
    {
        SchemeDocument[] warned = [.. study.Schemes.Where(s => s.Warnings.Count > 0)];
        if (warned.Length == 0)
            return;
        page.Section("Warnings").Paragraph(
            "Every scheme was made for certain networks and activations. These were used outside of that:");
        page.Definitions(warned.Select(s => (s.Name, string.Join(' ', s.Warnings.Select(Sentence)))));
    }

    static void AddSettings(HtmlPage page, StudyDocument study)
    {
        if (study.Definition is not string yaml)
            return;
        page.Section("Settings");
        if (StudyDefinition.Command(yaml) is string command)
            page.Paragraph("This command makes the study again, with the same numbers:").Command(command);
        if (!yaml.Split('\n').Any(HasRootedPath))
            page.Paragraph("The study as its study.yaml states it:").Code(yaml.TrimEnd());
    }

    /// <summary>A line that would tell where files lie on the machine that made the study.</summary>
    static bool HasRootedPath(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && Path.IsPathRooted(line[(colon + 1)..].Trim().Trim('\'', '"'));
    }

    /// <summary>A sentence begins with a capital letter, unless it begins with a scheme's name.</summary>
    static string Capital(string text, StudyDocument study)
    {
        bool isName = study.Schemes.Any(s => text.StartsWith(s.Name, StringComparison.Ordinal));
        return text.Length == 0 || isName ? text : char.ToUpperInvariant(text[0]) + text[1..];
    }

    static string Sentence(string text)
    {
        string trimmed = text.Trim();
        return trimmed.Length == 0 || ".!?".Contains(trimmed[^1], StringComparison.Ordinal) ? trimmed : trimmed + ".";
    }

    static string? Join(string? first, string? second)
    {
        string[] parts = [.. new[] { first, second }.OfType<string>().Where(t => t.Length > 0).Select(Sentence)];
        return parts.Length == 0 ? null : string.Join(' ', parts);
    }
}
