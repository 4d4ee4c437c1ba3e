package web

import (
	"errors"
	"sync"
)

// cache keeps the most recent values of few keys, each made once however many
// ask for it at the same time. An error is not kept. Values are shared by all
// who ask, so they must not be changed.
type cache[K comparable, V any] struct {
	most int

	mu   sync.Mutex
	held []*held[K, V] // the most recently used last
}

type held[K comparable, V any] struct {
	key  K
	once sync.Once
	v    V
	err  error
}

var errHalfMade = errors.New("what was asked for could not be made")

// get is the value of key, made by make if it is not there.
func (c *cache[K, V]) get(key K, make func() (V, error)) (V, error) {
	h := c.entry(key)
	h.once.Do(func() {
		h.err = errHalfMade // stays if make panics
		h.v, h.err = make()
	})
	if h.err != nil {
		c.drop(h)
	}
	return h.v, h.err
}

func (c *cache[K, V]) entry(key K) *held[K, V] {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, h := range c.held {
		if h.key == key {
			c.held = append(append(c.held[:i:i], c.held[i+1:]...), h)
			return h
		}
	}
	h := &held[K, V]{key: key}
	c.held = append(c.held, h)
	if len(c.held) > c.most {
		c.held = append(c.held[:0:0], c.held[1:]...)
	}
	return h
}

func (c *cache[K, V]) drop(h *held[K, V]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.held {
		if c.held[i] == h {
			c.held = append(c.held[:i:i], c.held[i+1:]...)
			return
		}
	}
}
