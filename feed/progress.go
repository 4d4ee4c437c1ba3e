package feed

import "os"

// Progress is how far a reading has come.
type Progress struct {
	// Counting is the first of two passes, which only counts aircraft; the
	// bytes and files then begin again.
	Counting  bool
	Files     int   // read, of All
	All       int   // files
	Bytes     int64 // read as they are in the files, of Size
	Size      int64 // bytes; 0 if not known
	Positions int64 // given to the sink
}

// tellSizes is what tells Options.Progress how far a reading of the files has
// come, nil if nobody asks.
func (rd *reading) tellSizes(sets [][]string) func(*reading) {
	tell := rd.opts.Progress
	if tell == nil {
		return nil
	}
	before := make([]int64, len(sets)+1) // bytes before each file
	for i, set := range sets {
		before[i+1] = before[i]
		for _, name := range set {
			if info, err := os.Stat(name); err == nil {
				before[i+1] += info.Size()
			}
		}
	}
	return func(rd *reading) {
		i := int(rd.at[0]) - 1
		tell(Progress{Counting: rd.counting, Files: rd.files, All: len(sets), Bytes: before[i] + rd.root.n, Size: before[len(sets)], Positions: rd.fixes})
	}
}

// told tells how far the reading has come.
func (rd *reading) told() {
	if rd.tell != nil {
		rd.tell(rd)
	}
}
