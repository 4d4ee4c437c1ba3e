//go:build !unix

package vault

import "io/fs"

// openToOthers cannot be told from a mode on this system.
func openToOthers(fs.FileInfo) bool { return false }
