package verify

import "fmt"

// Status is what a check came to.
type Status string

// The statuses.
const (
	Pass Status = "pass"
	Fail Status = "fail"
	Weak Status = "weak" // intact, but below the policy's strength
	None Status = "none" // nothing of that kind is here
)

// Exit statuses of a report as a whole.
const (
	ExitPass = 0
	ExitFail = 1
	ExitWeak = 2
)

// Report is what was checked, and what came of it. docs/formats/verification.md
// explains each field.
type Report struct {
	Version  int    `json:"version"` // 1
	Verifier string `json:"verifier"`
	Engine   int    `json:"engine"` // finding.Meaning of the verifier

	SHA256   string `json:"sha256,omitempty"` // of the exhibit
	Bytes    int64  `json:"bytes"`
	Caption  string `json:"caption,omitempty"`
	Chain    string `json:"chain,omitempty"`
	Entries  uint64 `json:"entries,omitempty"`
	Audience string `json:"audience,omitempty"`
	Log      *Log   `json:"log,omitempty"`
	Policy   Named  `json:"policy"` // the reader's

	Checks []Check `json:"checks"` // all twelve, in order
	Result Status  `json:"result"`
	Exit   int     `json:"exit"`
	// Silent is what even a pass of all twelve does not show.
	Silent []string `json:"does_not_show"`
}

// Log is the log that the exhibit is from.
type Log struct {
	Origin      string `json:"origin"`
	Size        uint64 `json:"size"`
	Root        string `json:"root"` // base64
	Key         string `json:"key,omitempty"`
	Fingerprint string `json:"fingerprint,omitempty"` // SHA-256 of the key's text
}

// Named is a policy by name and digest.
type Named struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// Check is one of the twelve.
type Check struct {
	Number int      `json:"number"`
	Name   string   `json:"name"`
	Status Status   `json:"status"`
	Lines  []string `json:"lines"` // what shows it

	faults int
}

// names of the checks, in order.
var names = [...]string{"container", "bytes", "inclusion", "checkpoint", "consistency", "witnesses", "stamps", "time", "chain", "findings", "citations", "withholding"}

// maxFaults is how many faults of one check are shown; the rest are counted.
const maxFaults = 10

// pass says that there was something to check. It does not mend a fault.
func (c *Check) pass(format string, args ...any) {
	if c.Status == None {
		c.Status = Pass
	}
	c.say(format, args...)
}

func (c *Check) say(format string, args ...any) {
	c.Lines = append(c.Lines, fmt.Sprintf(format, args...))
}

func (c *Check) weak(format string, args ...any) {
	if c.Status != Fail {
		c.Status = Weak
	}
	c.fault(format, args...)
}

func (c *Check) fail(format string, args ...any) {
	c.Status = Fail
	c.fault(format, args...)
}

// fault says one of the first faults, and counts the others.
func (c *Check) fault(format string, args ...any) {
	if c.faults++; c.faults <= maxFaults {
		c.say(format, args...)
	}
}

// close counts the faults that are not shown.
func (c *Check) close() {
	if c.faults > maxFaults {
		c.say("and %d more faults", c.faults-maxFaults)
	}
}

func newReport(verifier string, size int64, policy Named) *Report {
	r := &Report{Version: 1, Verifier: verifier, Engine: meaning, Bytes: size, Policy: policy, Silent: silent}
	for i, name := range names {
		r.Checks = append(r.Checks, Check{Number: i + 1, Name: name, Status: None, Lines: []string{}})
	}
	return r
}

// check is the one with the number, from 1.
func (r *Report) check(number int) *Check { return &r.Checks[number-1] }

// finish draws the result from the checks.
func (r *Report) finish() *Report {
	r.Result, r.Exit = Pass, ExitPass
	for i := range r.Checks {
		c := &r.Checks[i]
		c.close()
		switch {
		case c.Status == Fail:
			r.Result, r.Exit = Fail, ExitFail
		case c.Status == Weak && r.Result == Pass:
			r.Result, r.Exit = Weak, ExitWeak
		}
	}
	return r
}

// silent is what no check can show.
var silent = []string{
	"that a source told the truth, or that its clock was right",
	"that the computer which captured something was honest: a log witness has seen that history was not rewritten, and not what a source showed",
	"that everything was kept: what was never sealed leaves no hole",
	"who any person is, or who wrote as whom",
	"what the law requires, or what anybody meant",
	"what was sealed after the last entry, or is behind an entry that is withheld",
}
