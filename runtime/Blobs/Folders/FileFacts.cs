using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Asan.Runtime.Blobs.Folders;

/// <summary>
/// What the file system tells of a file. The time of the last change of anything about it (ctime) is not among what .NET tells, and is the one that no
/// program can set: a file put in the place of another may carry the other's time of writing along (cp -p, rsync -t), but not this.
/// </summary>
/// <param name="Length">Bytes.</param>
/// <param name="Written">When its content was last written, in nanoseconds since 1970.</param>
/// <param name="Changed">When anything about it was, likewise.</param>
/// <param name="Inode">Which file it is on its file system.</param>
readonly record struct FileFacts(long Length, long Written, long Changed, ulong Inode)
{
    const int CurrentFolder = -100;
    const int EmptyPath = 0x1000;
    const uint Basic = 0x7ff;
    const int Kind = 0xf000;
    const int Regular = 0x8000;
    const int NoSuchFile = 2;
    const int NotAFolder = 20;

    /// <summary>Of the regular file at this path; null when there is none. A pipe or a device is none: reading it could last for ever.</summary>
    public static FileFacts? Find(string path)
    {
        if (statx(CurrentFolder, path, 0, Basic, out var told) == 0)
            return (told.Mode & Kind) == Regular ? Of(told) : null;

        var error = Marshal.GetLastPInvokeError();
        return error is NoSuchFile or NotAFolder ? null : throw new IOException($"A file could not be looked at: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    public static FileFacts Of(SafeFileHandle open) =>
        statx(open, "", EmptyPath, Basic, out var told) == 0
            ? Of(told)
            : throw new IOException($"An open file could not be looked at: {Marshal.GetLastPInvokeErrorMessage()}.");

    static FileFacts Of(Told told) => new(told.Size, told.WrittenSeconds * 1_000_000_000 + told.WrittenNanoseconds, told.ChangedSeconds * 1_000_000_000 + told.ChangedNanoseconds, told.Inode);

    [DllImport("libc", SetLastError = true)]
    static extern int statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out Told told);

    [DllImport("libc", SetLastError = true)]
    static extern int statx(SafeFileHandle file, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out Told told);

    // struct statx of Linux, which is the same on every architecture.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    struct Told
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public long Size;

        [FieldOffset(96)]
        public long ChangedSeconds;

        [FieldOffset(104)]
        public uint ChangedNanoseconds;

        [FieldOffset(112)]
        public long WrittenSeconds;

        [FieldOffset(120)]
        public uint WrittenNanoseconds;
    }
}
