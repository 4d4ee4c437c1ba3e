package feed

// captureFormats are what package fetch writes beside the files that it keeps.
// They hold no positions and are passed over, so that a folder can be read as it
// lies there.
var captureFormats = []format{{"capture-manifest", isCapture, func(*input) error { return nil }}}

// isCapture tells a manifest by its first key.
func isCapture(head []byte) bool {
	found := false
	topKeys(head, func(key string, value []byte) bool {
		found = key == "capture" && value[0] >= '1' && value[0] <= '9'
		return false
	})
	return found
}
