package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
)

// wire writes what package place reads.
type wire struct{ bytes.Buffer }

func (w *wire) count(n int)  { w.Write(binary.AppendUvarint(nil, uint64(n))) }
func (w *wire) signed(n int) { w.Write(binary.AppendVarint(nil, int64(n))) }
func (w *wire) text(s string) {
	w.count(len(s))
	w.WriteString(s)
}

// list numbers texts in order of their first use.
type list struct {
	number map[string]int
	texts  []string
}

func (l *list) of(s string) int {
	if l.number == nil {
		l.number = map[string]int{}
	}
	n, ok := l.number[s]
	if !ok {
		n = len(l.texts)
		l.number[s] = n
		l.texts = append(l.texts, s)
	}
	return n
}

func (w *wire) list(l list) {
	w.count(len(l.texts))
	for _, s := range l.texts {
		w.text(s)
	}
}

func pack(b []byte) []byte {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(b)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic("placegen: " + err.Error())
	}
	return out.Bytes()
}
