package sweep

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Options are how a day is swept.
type Options struct {
	Query *Query
	// Silence is how long after the last position, or before the next, it is
	// thought worth listing that something may have been done; 0 for Silence.
	Silence span.Length
	Workers int // 0 for one to each processor
	// State, if not empty, is a file in which the sweep is kept as it goes, beside
	// it a file with .finds after its name; one that is there is gone on from.
	State string
	// Every is how often the state is kept; 0 for Every.
	Every time.Duration
	// Deaf leaves out who was heard where, and with it whatever is ruled out by
	// its name or the head of its trace: silences are not graded then, and points
	// are not counted.
	Deaf bool
	// Progress, if not nil, is told how far the sweep has come, now and then.
	Progress func(Progress)

	brute bool // read every trace in full: for tests
}

// The defaults of Options.
const (
	Silence = 30 * span.Minute
	Every   = 15 * time.Second
)

// Progress is how far a sweep has come.
type Progress struct {
	Bytes, Size int64 // of the tar; Size is 0 if not known
	From        int64 // byte from which this run began
	Traces      int64
	Points      int64
	Certain     int
	Possible    int
}

// Find is one aircraft of which the question is certainly or possibly true.
type Find struct {
	Address  track.Address
	Verdict  Verdict
	Broken   string // why its trace could not be read to its end
	Open     int    // how many atoms of the question are open of it
	Ends     Ends
	at, size int64 // of its member among the finds
}

// Result is what a sweep found. Close removes what it keeps on disk, but for a
// state that was asked for.
type Result struct {
	Query  *Query
	Audit  Audit
	Finds  []Find // certain ones first, then by how much is open, then by address
	Counts map[Verdict]int64
	// Full is how many traces had to be read in full.
	Full    int64
	Silence span.Length

	deaf  bool
	heard Heard
	spool *spool
}

// Close gives back what the result holds.
func (r *Result) Close() error { return r.spool.close() }

// Run sweeps a day. An error of reading is returned with what was found before it;
// with a state, the same call goes on from there.
func Run(ctx context.Context, parts []Part, o Options) (*Result, error) {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Silence <= 0 {
		o.Silence = Silence
	}
	if o.Every <= 0 {
		o.Every = Every
	}
	r := &run{o: o, parts: parts, bodies: sync.Pool{New: func() any { return new([]byte) }},
		Result: &Result{Query: o.Query, Silence: o.Silence, deaf: o.Deaf, Counts: map[Verdict]int64{}, Audit: Audit{Hours: map[int64]int64{}}}}
	r.room.some.L = &r.room.mu
	if err := r.resume(); err != nil {
		return nil, err
	}
	err := r.sweep(ctx)
	if kept := r.keep(); err == nil {
		err = kept
	}
	slices.SortFunc(r.Finds, func(a, b Find) int {
		return cmp.Or(int(a.Verdict)-int(b.Verdict), a.Open-b.Open, compare(a.Address, b.Address))
	})
	return r.Result, err
}

func compare(a, b track.Address) int {
	if a.NonICAO != b.NonICAO {
		if a.NonICAO {
			return 1
		}
		return -1
	}
	return int(a.Code) - int(b.Code)
}

// run is a sweep under way. Its Result is touched by the collector alone.
type run struct {
	*Result
	o      Options
	parts  []Part
	from   int64 // byte from which this run began
	next   int64 // byte before which all is done
	done   bool  // to the end
	cut    bool  // the tar has no end
	bodies sync.Pool
	room   room
	kept   time.Time
}

// room bounds the bytes of members on their way: a member that takes long must not
// hold the others up, nor may they fill the memory meanwhile.
type room struct {
	mu   sync.Mutex
	some sync.Cond
	used int
}

// mostOnWay is how many bytes of members may be on their way, if there are two.
const mostOnWay = 64 << 20

// take waits until there is room.
func (r *room) take(n int) {
	r.mu.Lock()
	for r.used > 0 && r.used+n > mostOnWay {
		r.some.Wait()
	}
	r.used += n
	r.mu.Unlock()
}

func (r *room) give(n int) {
	r.mu.Lock()
	r.used -= n
	r.mu.Unlock()
	r.some.Signal()
}

// job is one member on its way through a worker.
type job struct {
	m       member
	address track.Address
	trace   bool
	strange string
	seen    seen
	ready   chan struct{}
	body    *[]byte
}

// sweep reads the tar in one goroutine, examines members in others, and collects
// what they find in the order of the tar, so that the result is the same however
// many there are.
func (r *run) sweep(ctx context.Context) error {
	if r.done {
		return nil
	}
	c, err := newChain(r.parts, r.next)
	if err != nil {
		return err
	}
	defer c.close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	work, order := make(chan *job, r.o.Workers), make(chan *job, 1024)
	var wg sync.WaitGroup
	for range r.o.Workers {
		wg.Go(func() {
			e := &examiner{q: r.o.Query, silence: r.o.Silence, brute: r.o.brute, deaf: r.o.Deaf}
			for j := range work {
				j.seen = e.examine(j.address, j.m.body)
				close(j.ready)
			}
		})
	}
	var readErr error
	wg.Go(func() {
		defer close(order)
		defer close(work)
		readErr = r.read(ctx, c, work, order)
	})
	collectErr := r.collect(order, cancel)
	wg.Wait()
	if r.Audit.Missing = c.missing; collectErr == nil && readErr == nil {
		r.done, r.Audit.Cut = true, r.cut
	}
	return errors.Join(collectErr, readErr)
}

// read walks the tar and hands its members out.
func (r *run) read(ctx context.Context, c *chain, work, order chan<- *job) error {
	var body *[]byte
	w := newWalk(c, r.next, func(n int) []byte {
		if cap(*body) < n {
			*body = make([]byte, n+n/4)
		}
		return (*body)[:n]
	})
	for {
		body = r.bodies.Get().(*[]byte)
		m, err := w.next()
		if err == io.EOF {
			r.cut = !w.ended
			if m.lost > 0 {
				return r.send(ctx, &job{m: m, body: body}, nil, order)
			}
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the day at byte %d: %w", w.at, err)
		}
		j := &job{m: m, body: body}
		j.address, j.trace, j.strange = traceOf(m.name)
		to := work
		if !j.trace || m.body == nil {
			to = nil
		}
		if err := r.send(ctx, j, to, order); err != nil {
			return err
		}
	}
}

// send hands a job to the collector, and to the workers if they have something to
// do with it.
func (r *run) send(ctx context.Context, j *job, work, order chan<- *job) error {
	if work != nil {
		j.ready = make(chan struct{})
	}
	r.room.take(len(j.m.body))
	select {
	case order <- j:
	case <-ctx.Done():
		r.room.give(len(j.m.body))
		return ctx.Err()
	}
	if work != nil {
		work <- j
	}
	return nil
}

// collect takes the jobs in the order of the tar.
func (r *run) collect(order <-chan *job, cancel context.CancelFunc) (err error) {
	r.kept = time.Now()
	for j := range order {
		if j.ready != nil {
			<-j.ready
		}
		if err != nil {
			r.room.give(len(j.m.body))
			continue // so that the others can end
		}
		err = r.take(j)
		r.room.give(len(j.m.body))
		r.bodies.Put(j.body)
		if err == nil && r.o.State != "" && time.Since(r.kept) > r.o.Every {
			err = r.keep()
			r.kept = time.Now()
		}
		if err != nil {
			cancel()
		}
		if r.o.Progress != nil {
			r.o.Progress(r.progress())
		}
	}
	return err
}

func (r *run) progress() Progress {
	p := Progress{Bytes: r.next, From: r.from, Traces: r.Audit.Traces, Points: r.Audit.Points, Certain: int(r.Counts[Certain]), Possible: int(r.Counts[Possible])}
	for _, x := range r.parts {
		if x.Size < 0 {
			p.Size = 0
			break
		}
		p.Size += x.Size
	}
	return p
}

// take adds what a member showed.
func (r *run) take(j *job) error {
	a := &r.Audit
	if j.m.lost > 0 {
		a.Lost, a.LostRuns = a.Lost+j.m.lost, a.LostRuns+1
	}
	if j.m.name == "" {
		return nil // the end
	}
	a.Members++
	if j.strange != "" {
		addFault(&a.Strange, j.m.name, j.strange)
	}
	if !j.trace {
		a.Others++
		if j.m.why != "" {
			addFault(&a.Strange, j.m.name, j.m.why)
		}
		r.next = j.m.next
		return nil
	}
	a.Traces++
	a.Folders[j.address.Code&255]++
	s := &j.seen
	if j.m.body == nil {
		s.broken = j.m.why
	}
	if s.broken != "" {
		addFault(&a.Broken, j.m.name, s.broken)
	}
	if s.verdict != Unread {
		a.Read++
	}
	r.note(s)
	r.Counts[s.verdict]++
	if s.verdict == Certain || s.verdict == Possible {
		at, err := r.spool.add(j.m.body)
		if err != nil {
			return err
		}
		r.Finds = append(r.Finds, Find{Address: j.address, Verdict: s.verdict, Broken: s.broken, Open: s.open, Ends: s.ends, at: at, size: int64(len(j.m.body))})
	}
	r.next = j.m.next
	return nil
}

// note adds the points of a trace to the audit, and who was heard.
func (r *run) note(s *seen) {
	a := &r.Audit
	if s.full {
		r.Full++
	}
	if a.Points += s.points; s.points == 0 {
		return
	}
	if a.First == 0 || s.first < a.First {
		a.First = s.first
	}
	a.Last = max(a.Last, s.last)
	for _, h := range slices.Sorted(maps.Keys(s.hours)) {
		a.Hours[h] += s.hours[h]
	}
	r.heard.add(s.marks)
}

// spool holds the members that were found, one after another.
type spool struct {
	f    *os.File
	size int64
	temp bool
}

func (s *spool) add(body []byte) (at int64, err error) {
	at = s.size
	n, err := s.f.WriteAt(body, at)
	if err != nil {
		return at, fmt.Errorf("keep what was found: %w", err)
	}
	s.size += int64(n)
	return at, nil
}

func (s *spool) close() error {
	err := s.f.Close()
	if s.temp {
		err = errors.Join(err, os.Remove(s.f.Name()))
	}
	return err
}
