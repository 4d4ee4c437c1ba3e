package feed

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// beastSizes are the bytes of a frame of each type after its escape, type,
// count of 6 bytes and level of 1.
var beastSizes = map[byte]int{'1': 2, '2': 7, '3': 14, '4': 14}

// enough is how many frames tell a format.
const enough = 3

// isBeast tells Beast by whole frames from the first byte on: the escape 1a, a
// type, and as many bytes as it has, 1a among them being doubled.
func isBeast(head []byte) bool {
	frames, i := 0, 0
	for i < len(head) && frames < enough {
		end, whole := beastFrame(head, i)
		if !whole {
			return end == len(head) && frames > 0
		}
		frames, i = frames+1, end
	}
	return frames > 0
}

// beastFrame is where the frame at i ends, and whether it is whole. A frame cut
// off ends where head does.
func beastFrame(head []byte, i int) (end int, whole bool) {
	const escape = 0x1a
	if i+1 >= len(head) {
		return len(head), false
	}
	size, ok := beastSizes[head[i+1]]
	if head[i] != escape || !ok {
		return i, false
	}
	i += 2
	for range 6 + 1 + size {
		if i >= len(head) {
			return len(head), false
		}
		if head[i] == escape {
			if i++; i >= len(head) {
				return len(head), false
			}
			if head[i] != escape {
				return i, false
			}
		}
		i++
	}
	return i, true
}

// avrCounts are the hexadecimal digits before the frame for each beginning: of a
// count after @ and %, and of a count and level after <.
var avrCounts = map[byte]int{'*': 0, ':': 0, '@': 12, '%': 12, '<': 14}

// isAVR tells AVR by its first lines: *8D…; with or without a count.
func isAVR(head []byte) bool {
	frames := 0
	for line := range bytes.Lines(head) {
		ended := bytes.HasSuffix(line, []byte("\n"))
		line = bytes.TrimSpace(line)
		switch {
		case len(line) == 0:
		case isAVRLine(line):
			frames++
		default:
			return frames > 0 && !ended // cut off at the end of head
		}
		if frames == enough {
			return true
		}
	}
	return frames > 0
}

func isAVRLine(line []byte) bool {
	count, ok := avrCounts[line[0]]
	if !ok || len(line) < count+2 || line[len(line)-1] != ';' {
		return false
	}
	hex := line[1 : len(line)-1]
	return allHex(hex) && (isFrame(hex[count:]) || len(hex) == count+4)
}

// isFrameCSV tells lines of a Unix time and a frame, perhaps with an address in
// between and more after.
func isFrameCSV(head []byte) bool {
	_, at, _ := firstFrame(head)
	return at != ""
}

// firstFrame is the first line of such a file, its time, and the place of the
// frame among its columns, from 1.
func firstFrame(head []byte) (line, at string, column int) {
	first, _, _ := bytes.Cut(trimMark(head), []byte("\n"))
	line = strings.TrimSpace(string(first))
	cells := strings.Split(strings.ReplaceAll(line, `"`, ""), ",")
	t, err := strconv.ParseFloat(cells[0], 64)
	if err != nil || len(cells) < 2 {
		return line, "", 0
	}
	if _, why := unixSeconds(t); why != "" {
		return line, "", 0
	}
	for i, cell := range cells[1:min(3, len(cells))] {
		if isFrame([]byte(cell)) {
			return line, time.Unix(int64(t), 0).UTC().Format("2006-01-02 15:04:05"), i + 2
		}
	}
	return line, "", 0
}
