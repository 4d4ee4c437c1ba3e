//go:build unix

package vault

import "io/fs"

// openToOthers reports whether anybody but the owner may do anything with a file.
func openToOthers(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }
