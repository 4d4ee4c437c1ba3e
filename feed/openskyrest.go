package feed

import (
	"bytes"
	"io"
)

// restRoles is what the places of a state vector mean in OpenSky's answers.
// Place 4, the last contact, is later than the position where there is one.
var restRoles = [...]osRole{
	0: osAddress, 1: osCall, 3: osOwn, 5: osLon, 6: osLat, 7: osBaro, 8: osGround,
	9: osSpeed, 10: osCourse, 11: osClimb, 13: osGeo, 14: osSquawk, 16: osSource,
	17: osCategory, // if it was asked for
}

// isREST tells an answer of OpenSky by its keys time and states, alone or in a
// list of them.
func isREST(head []byte) bool {
	head = bytes.TrimLeft(trimMark(head), "[ \r\n\t")
	time, states := false, false
	topKeys(head, func(key string, value []byte) bool {
		time = time || key == "time"
		states = states || key == "states" && (value[0] == '[' || value[0] == 'n')
		return !states || !time
	})
	return states
}

// readREST reads answers one after another, or a list of them.
func readREST(in *input) error {
	w := newWindow(in.r, nil)
	skipMark(w)
	a := &answers{osReader: newOSReader(in, &osREST), w: w}
	err := a.all()
	if stop, ok := err.(stopError); ok {
		return stop.error
	}
	if err := broken(in, in.sum.Rows, w.at(), err); err != nil {
		return err
	}
	return a.finish()
}

// answers are OpenSky's answers while they are read.
type answers struct {
	*osReader
	w    *window
	time string
	held []osRow // read before the answer's time was known
}

func (a *answers) all() error {
	if a.w.take('[') {
		return a.w.each(a.one)
	}
	for n := 0; ; n++ {
		if a.w.peek() == 0 && n > 0 {
			if a.w.pos < a.w.end {
				return errSyntax
			}
			return a.w.err
		}
		if err := a.one(); err != nil {
			return err
		}
	}
}

// one reads one answer.
func (a *answers) one() error {
	if !a.w.take('{') {
		return a.w.unexpected()
	}
	a.time, a.held = "", a.held[:0]
	for first := true; ; first = false {
		key, ok, err := a.w.key(first)
		if err != nil {
			return err
		}
		if !ok {
			return a.flush()
		}
		switch {
		case key == "time":
			var v []byte
			if v, err = a.w.value(); err == nil {
				a.time = leaf(v)
			}
		case key == "states" && a.w.take('['):
			err = a.w.each(a.state)
		default:
			err = a.w.skip()
		}
		if err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
	}
}

// state reads one state vector.
func (a *answers) state() error {
	a.w.peek()
	at := a.w.at()
	v, err := a.w.value()
	if err != nil {
		return err
	}
	a.in.sum.Rows++
	if v[0] != '[' {
		a.in.unused(a.in.sum.Rows, at, "not an array")
		return nil
	}
	r, places := osRow{row: a.in.sum.Rows, at: at}, 0
	eachElement(v, func(i int, value []byte) {
		places++
		if i < len(restRoles) && restRoles[i] != osNothing && value[0] != '{' && value[0] != '[' {
			r.cell[restRoles[i]] = leaf(value)
		}
	})
	if places < 12 {
		a.in.unused(r.row, at, "fewer places than a state vector has")
		return nil
	}
	if a.time == "" {
		if len(a.held) == maxColumned {
			return stopError{refuse(a.in, r.row, at, "", "holds more than 5000000 states before their time", "")}
		}
		a.held = append(a.held, r)
		return nil
	}
	return a.give(&r)
}

// flush makes fixes of rows that stood before their time.
func (a *answers) flush() error {
	for i := range a.held {
		if err := a.give(&a.held[i]); err != nil {
			return err
		}
	}
	a.held = a.held[:0]
	return nil
}

func (a *answers) give(r *osRow) error {
	r.cell[osTime] = a.time
	if err := a.add(r); err != nil {
		return stopError{err}
	}
	return nil
}
