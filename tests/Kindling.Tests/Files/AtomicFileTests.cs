using System.IO.Pipes;
using Kindling.Files;

namespace Kindling.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Replaces_the_old_content()
    {
        string path = _folder.Text("a.txt", "a longer old text");
        AtomicFile.WriteText(path, "new é");
        Assert.Equal("new é", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Failure_keeps_the_old_file_and_leaves_nothing_behind()
    {
        string path = _folder.Text("a.txt", "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException("half way");
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void What_a_killed_writer_left_goes_away_and_what_a_live_one_writes_stays()
    {
        string path = _folder["a.txt"], dead = _folder.Text(".a.txt.q1w2e3r4.t5y.tmp", "half");
        string other = _folder.Text(".b.tmp", "b");
        using (File.Create(_folder[".a.txt.u1i2o3p4.a5s.tmp"]))
        {
            AtomicFile.WriteText(path, "whole");
            Assert.Equal((false, true), (File.Exists(dead), File.Exists(_folder[".a.txt.u1i2o3p4.a5s.tmp"])));
        }

        AtomicFile.WriteText(path, "again");
        Assert.Equal([other, path], Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_error_names_the_file_that_was_asked_for()
    {
        string path = _folder["a.txt"];
        var error = Assert.Throws<IOException>(
            () => AtomicFile.Write(path, _ => throw new IOException("no space", 28)));
        Assert.Equal(($"cannot write {path}: no space", 28), (error.Message, error.HResult));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Writes_into_a_pipe_instead_of_replacing_it()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var reader = new AnonymousPipeServerStream(PipeDirection.In);
        AtomicFile.WriteText($"/dev/fd/{reader.ClientSafePipeHandle.DangerousGetHandle()}", "through");
        reader.DisposeLocalCopyOfClientHandle();
        Assert.Equal("through", new StreamReader(reader).ReadToEnd());
    }

    [Fact]
    public void Names_a_folder_that_does_not_exist()
    {
        string path = Path.Combine(_folder.Path, "nowhere", "a.txt");
        var error = Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.WriteText(path, ""));
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
    }
}
