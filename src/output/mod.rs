//! Files in memory, and the same files on disk.
