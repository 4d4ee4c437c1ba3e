package feed

import (
	"bytes"
	"fmt"
	"strings"
)

// rawFormats are recordings of what receivers heard: frames of Mode S, not yet
// decoded. They are recognised and not read. To decode them is to pair halves
// of positions and to mend damaged frames, which well-tried programs do; none in
// Go could be had.
var rawFormats = []format{
	{"beast", isBeast, refuseBeast},
	{"avr", isAVR, refuseAVR},
	{"mode-s-csv", isFrameCSV, refuseFrameCSV},
}

// decoder is a command that starts dump1090 so that it writes what it decodes to
// port 30003 as a log in the SBS format, with its times in UTC.
const decoder = "TZ=UTC dump1090-mutability --net-only --quiet --net-bind-address 127.0.0.1 & D=$!; sleep 1"

// commands are those that turn a file into a log, what feeds it to a port being
// given. The last ends the decoder when it has gone quiet.
func commands(feed string) string {
	return strings.Join([]string{
		decoder,
		"nc -d 127.0.0.1 30003 >FILE.sbs & sleep 1",
		feed,
		"sleep 2; kill $D",
	}, "\n  ")
}

const (
	// untimed says what such a replay does to times, and what would keep them.
	untimed = "The log has the times of this replay, in which all frames come at once, and not of the recording: it shows where, and is no evidence of when. " +
		"To keep the times of a recording, write each frame after the Unix time of its reception, as TIME,FRAME in a CSV, and give that."
	// atPace says what a replay at full speed does to positions.
	atPace = "A position is made of two frames within 10 s: a recording longer than that, played at full speed, can give false ones."
	// alike says which other program does as well. Its --ifile takes radio
	// samples, not frames.
	alike = "readsb does as well: --net-only --net-bi-port 30004 --net-ri-port 30001 --net-sbs-port 30003."
)

// hint is the commands with which to decode a file, and the reasons to take care.
func hint(name, feed string, care ...string) string {
	return "decode it with dump1090, and give the log that it writes, with zone UTC:\n  " +
		strings.ReplaceAll(commands(feed), "FILE", quoteForShell(name)) + "\n" + strings.Join(append(care, alike), "\n")
}

// quoteForShell is a file's name as a shell takes it.
func quoteForShell(name string) string {
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-") == "" && name != "" && name[0] != '-' {
		return name
	}
	return "'" + strings.ReplaceAll("./"+name, "'", `'\''`) + "'"
}

// refuseBeast is the error for Beast: a frame there has a count of a receiver's
// own clock, 12 million a second, and no date.
func refuseBeast(in *input) error {
	return in.fail(0, -1, "", "raw Mode S frames (Beast) are not decoded here",
		hint(in.name, "nc -N 127.0.0.1 30004 <FILE", "Frames have no date or time but a count since the receiver was switched on. "+untimed, atPace))
}

// refuseAVR is the error for AVR: frames have no time after * and a count of a
// receiver's clock after @.
func refuseAVR(in *input) error {
	head, _ := in.r.Peek(1)
	care := "Frames that begin with * have no time at all. "
	if string(head) != "*" {
		care = "Frames that begin with @ have a count since the receiver was switched on, and those with * no time at all. "
	}
	return in.fail(0, -1, "", "raw Mode S frames (AVR) are not decoded here",
		hint(in.name, "nc -N 127.0.0.1 30001 <FILE", care+untimed, atPace))
}

// refuseFrameCSV is the error for frames with Unix times, as pyModeS keeps
// them. They can be played at their own pace, from their own moment on.
func refuseFrameCSV(in *input) error {
	head, _ := in.r.Peek(min(headSize, in.r.Size()))
	line, at, column := firstFrame(head)
	const feed = `tr -d '"\r\357\273\277' <FILE | awk -F, '{if (t && $1 > t) system("sleep " $1 - t); t = $1; print "*" $%d ";"; fflush()}' | nc -N 127.0.0.1 30001`
	care := fmt.Sprintf("This plays at the pace of the times in the file. The log has the times of the replay: put faketime -f %q before dump1090-mutability, "+
		"which begins at the file's first time in UTC, for times right to some 5 s.", "@"+at)
	return in.fail(0, -1, "", "raw Mode S frames are not decoded here: "+fmt.Sprintf("%q", clip(line)), hint(in.name, fmt.Sprintf(feed, column), care))
}

// isFrame reports whether b is a frame of 7 or 14 bytes in hexadecimal.
func isFrame(b []byte) bool {
	return (len(b) == 14 || len(b) == 28) && allHex(b)
}

func allHex(b []byte) bool {
	return len(b) > 0 && len(bytes.Trim(b, "0123456789abcdefABCDEF")) == 0
}
