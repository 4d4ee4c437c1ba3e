package sweep
import ("testing";"fmt";"os";"io";"bytes";"time";"archive/tar";"context";"github.com/klauspost/compress/gzip";"github.com/holdshort/holdshort/track";"github.com/holdshort/holdshort/feed")
func TestZZ(t *testing.T){
  b,_:=os.ReadFile("../../shared/data/readsb-trace/trace_full_ac671b.json")
  b=append(make([]byte,0,len(b)+64),b...)
  p:=track.NewPlain(modelOf("B739")); i:=0
  fmt.Println(feed.Glance(b,func(feed.Head)bool{return true},func(f *track.Fix){p.Add(f); if p.Odd&&i>=0 {fmt.Println(i,f);i=-1<<30}; i++}),p.Odd)
  _=time.Now; _=context.Background; _=gzip.BestSpeed;_=tar.TypeReg;_=io.EOF;_=bytes.NewReader
}
func BenchmarkDay(b *testing.B){
  day:=madeDay()
  var bodies [][]byte
  z:=tar.NewReader(bytes.NewReader(day))
  for { h,err:=z.Next(); if err==io.EOF {break}; if _,ok,_:=traceOf(h.Name);!ok {continue}; x,_:=io.ReadAll(z); bodies=append(bodies,x)}
  q:=query(b, `near(it, KDFW, ` + between + `)`)
  e:=&examiner{q:q,silence:Silence}
  best:=func(d *time.Duration, f func()) { at:=time.Now(); f(); if x:=time.Since(at); *d==0||x<*d {*d=x} }
  var inf, gl, all time.Duration
  for b.Loop() {
   best(&inf,func(){ for _,x:=range bodies { e.unpack(x,MaxText)}})
   best(&gl,func(){ for _,x:=range bodies { text,_:=e.unpack(x,MaxText); feed.Glance(text,func(feed.Head)bool{return true},func(f *track.Fix){})}})
   best(&all,func(){ for _,x:=range bodies { a,_:=track.ParseAddress("000000"); _=a; text,_:=e.unpack(x,MaxText); e.s.reset(q,Silence); if feed.Glance(text,func(h feed.Head)bool{e.s.begin(h,modelOf(h.Type));return true},e.s.add)&&e.s.n>0 {e.s.end(); e.by(e.s.glimpse)}}})
  }
  b.ReportMetric(inf.Seconds()/gl.Seconds(),"glance-ratio"); b.ReportMetric(inf.Seconds()/all.Seconds(),"sight-ratio"); b.ReportMetric(float64(len(day))/inf.Seconds()/1e6,"inflate-MB/s")
}
