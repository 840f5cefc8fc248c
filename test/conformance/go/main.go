// Pipelines of Beam's Go SDK that check their own results: --case says which.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph/window"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/sdf"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/state"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/timers"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/rtrackers/offsetrange"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/passert"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/teststream"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/transforms/stats"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
)

func init() {
	register.Function2x0(splitWords)
	register.Function2x1(formatCount)
	register.Function1x2(pairWithKey)
	register.Function2x1(addSide)
	register.Function3x1(lookUp)
	register.Function2x1(countValues)
	register.DoFn3x1[state.Provider, string, int, string](&runningTotal{})
	register.DoFn3x1[state.Provider, string, int, string](&counted{})
	register.DoFn5x0[state.Provider, timers.Provider, string, int, func(string)](&flushAtEnd{})
	register.DoFn3x0[*sdf.LockRTracker, int, func(int)](&count{})
	register.Emitter1[string]()
	register.Emitter1[int]()
	register.Iter1[int]()
}

func splitWords(line string, emit func(string)) {
	for _, word := range strings.Fields(line) {
		emit(word)
	}
}

func formatCount(word string, n int) string { return fmt.Sprintf("%s: %d", word, n) }

func pairWithKey(n int) (string, int) { return []string{"even", "odd"}[n%2], n }

func addSide(n int, side int) int { return n + side }

func lookUp(key string, n int, of func(string) func(*int) bool) int {
	next := of(key)
	total := n
	for value := 0; next(&value); {
		total += value
	}
	return total
}

func countValues(_ string, values func(*int) bool) int {
	n := 0
	for value := 0; values(&value); {
		n++
	}
	return n
}

func wordCount(s beam.Scope) {
	lines := beam.Create(s, "a b c", "b c", "c")
	counted := stats.Count(s, beam.ParDo(s, splitWords, lines))
	passert.Equals(s, beam.ParDo(s, formatCount, counted), "a: 1", "b: 2", "c: 3")
}

func sideInputs(s beam.Scope) {
	numbers := beam.Create(s, 1, 2, 3)
	one := beam.Create(s, 10)
	passert.Equals(s, beam.ParDo(s, addSide, numbers, beam.SideInput{Input: one}), 11, 12, 13)
	keyed := beam.ParDo(s, pairWithKey, numbers)
	found := beam.ParDo(s, lookUp, keyed, beam.SideInput{Input: keyed})
	passert.Equals(s, found, 1+1+3, 2+2, 3+1+3)
}

// runningTotal keeps the sum of the values of each key.
type runningTotal struct {
	Sum  state.Value[int]
	Seen state.Bag[int]
}

func (fn *runningTotal) ProcessElement(p state.Provider, key string, n int) string {
	sum, _, err := fn.Sum.Read(p)
	if err != nil {
		panic(err)
	}
	if err := fn.Sum.Write(p, sum+n); err != nil {
		panic(err)
	}
	if err := fn.Seen.Add(p, n); err != nil {
		panic(err)
	}
	seen, _, err := fn.Seen.Read(p)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf("%s %d", key, len(seen))
}

func stateful(s beam.Scope) {
	keyed := beam.ParDo(s, pairWithKey, beam.Create(s, 1, 2, 3, 4, 5))
	fn := &runningTotal{Sum: state.MakeValueState[int]("sum"), Seen: state.MakeBagState[int]("seen")}
	passert.Equals(s, beam.ParDo(s, fn, keyed), "odd 1", "odd 2", "odd 3", "even 1", "even 2")
}

// counted keeps how often each value of a key came, and which came at all.
type counted struct {
	Times state.Map[int, int]
	Kinds state.Set[int]
}

func (fn *counted) ProcessElement(p state.Provider, key string, n int) string {
	times, _, err := fn.Times.Get(p, n)
	if err != nil {
		panic(err)
	}
	if err := fn.Times.Put(p, n, times+1); err != nil {
		panic(err)
	}
	if err := fn.Kinds.Add(p, n); err != nil {
		panic(err)
	}
	keys, _, err := fn.Times.Keys(p)
	if err != nil {
		panic(err)
	}
	kinds, _, err := fn.Kinds.Keys(p)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf("%s %d %d %d", key, times+1, len(keys), len(kinds))
}

func mapsAndSets(s beam.Scope) {
	keyed := beam.ParDo(s, pairWithKey, beam.Create(s, 2, 2, 2))
	fn := &counted{Times: state.MakeMapState[int, int]("times"), Kinds: state.MakeSetState[int]("kinds")}
	passert.Equals(s, beam.ParDo(s, fn, keyed), "even 1 1 1", "even 2 1 1", "even 3 1 1")
}

// flushAtEnd hands out what has come of a key when event time is past it.
type flushAtEnd struct {
	Seen  state.Bag[int]
	Flush timers.EventTime
}

func (fn *flushAtEnd) ProcessElement(p state.Provider, t timers.Provider, key string, n int, _ func(string)) {
	if err := fn.Seen.Add(p, n); err != nil {
		panic(err)
	}
	fn.Flush.Set(t, time.UnixMilli(1000))
}

func (fn *flushAtEnd) OnTimer(p state.Provider, t timers.Provider, key string, timer timers.Context, emit func(string)) {
	seen, _, err := fn.Seen.Read(p)
	if err != nil {
		panic(err)
	}
	emit(fmt.Sprintf("%s %d", key, len(seen)))
}

func timersFire(s beam.Scope) {
	keyed := beam.ParDo(s, pairWithKey, beam.Create(s, 1, 2, 3, 4, 5))
	fn := &flushAtEnd{Seen: state.MakeBagState[int]("seen"), Flush: timers.InEventTime("flush")}
	passert.Equals(s, beam.ParDo(s, fn, keyed), "odd 3", "even 2")
}

// count emits the numbers below its element, restriction by restriction.
type count struct{}

func (fn *count) CreateInitialRestriction(n int) offsetrange.Restriction {
	return offsetrange.Restriction{Start: 0, End: int64(n)}
}

func (fn *count) SplitRestriction(_ int, rest offsetrange.Restriction) []offsetrange.Restriction {
	return rest.EvenSplits(3)
}

func (fn *count) RestrictionSize(_ int, rest offsetrange.Restriction) float64 { return rest.Size() }

func (fn *count) CreateTracker(rest offsetrange.Restriction) *sdf.LockRTracker {
	return sdf.NewLockRTracker(offsetrange.NewTracker(rest))
}

func (fn *count) ProcessElement(rt *sdf.LockRTracker, _ int, emit func(int)) {
	for i := rt.GetRestriction().(offsetrange.Restriction).Start; rt.TryClaim(i); i++ {
		emit(int(i))
	}
}

func splittable(s beam.Scope) {
	passert.Equals(s, beam.ParDo(s, &count{}, beam.Create(s, 10)), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
}

func testStream(s beam.Scope) {
	stream := teststream.NewConfig()
	if err := stream.AddElements(1000, 1, 3); err != nil {
		panic(err)
	}
	stream.AdvanceWatermark(5_000)
	if err := stream.AddElements(12_000, 5); err != nil {
		panic(err)
	}
	stream.AdvanceWatermarkToInfinity()
	numbers := teststream.Create(s, stream)
	windowed := beam.WindowInto(s, window.NewFixedWindows(10*time.Second), numbers)
	groups := beam.GroupByKey(s, beam.ParDo(s, pairWithKey, windowed))
	counts := beam.WindowInto(s, window.NewGlobalWindows(), beam.ParDo(s, countValues, groups))
	passert.Equals(s, counts, 2, 1)
}

func windows(s beam.Scope) {
	timed := beam.ParDo(s, pairWithKey, beam.Create(s, 1, 3, 5))
	sessions := beam.WindowInto(s, window.NewSessions(time.Minute), timed)
	counts := beam.ParDo(s, countValues, beam.GroupByKey(s, sessions))
	passert.Equals(s, beam.WindowInto(s, window.NewGlobalWindows(), counts), 3)
}

var cases = map[string]func(beam.Scope){
	"word-count":  wordCount,
	"side-inputs": sideInputs,
	"stateful":    stateful,
	"maps":        mapsAndSets,
	"timers":      timersFire,
	"splittable":  splittable,
	"test-stream": testStream,
	"windows":     windows,
}

func main() {
	name := flag.String("case", "", "which pipeline to run")
	flag.Parse()
	beam.Init()
	build, known := cases[*name]
	if !known {
		fmt.Fprintf(os.Stderr, "no case %q; there are %v\n", *name, reflect.ValueOf(cases).MapKeys())
		os.Exit(2)
	}
	p, s := beam.NewPipelineWithRoot()
	build(s)
	if err := beamx.Run(context.Background(), p); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("ok", *name)
}
