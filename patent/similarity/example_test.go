package similarity_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"zhibao/patent/similarity"
)

const (
	earlier = "一种液冷板，包括上盖板和下盖板，上盖板与下盖板之间形成蛇形流道，蛇形流道的进口与出口位于同一侧，上盖板上固定有多个散热翅片。"
	later   = "一种液冷板，包括上盖板和下盖板，上盖板与下盖板之间形成螺旋流道，螺旋流道的进口与出口位于同一侧，上盖板上固定有多个散热翅片。"
	another = "本实施例采用卷积神经网络对采集到的图像进行分割，得到目标区域的轮廓坐标，再将轮廓坐标发送至云端服务器进行比对。"
)

// One new text against a stock: keep an index of the stock, ask it, and measure what it names with the
// texts at hand.
func ExampleIndex() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	x := similarity.New(similarity.Label{Collection: "published"})
	for id, text := range []string{another, earlier} {
		if err := x.Add(int64(id), similarity.FingerprintOf(text)); err != nil {
			fmt.Println(err)
		}
	}
	path := filepath.Join(dir, "published.index")
	if err := x.Save(path); err != nil {
		fmt.Println(err)
	}
	x, err = similarity.Open(path) // the next morning
	if err != nil {
		fmt.Println(err)
		return
	}
	defer x.Close()
	for _, m := range x.Query(similarity.FingerprintOf(later), similarity.Wish{Most: 5}) {
		fmt.Printf("%d: %.2f\n", m.ID, similarity.Score(later, earlier))
	}
	for _, s := range similarity.Recombine([]string{earlier}, []string{later}).Swaps {
		fmt.Println(s.From, s.To, s.Times)
	}
	for _, p := range similarity.Passages(earlier, later) {
		fmt.Println(p.Letters, p.Whole)
	}
	// Output:
	// 1: 0.80
	// 蛇形 螺旋 2
	// 51 false
}

// All pairs of a collection: add the texts, look at the candidates, measure, group.
func ExampleFinder() {
	texts := []string{earlier, another, later}
	owners := []string{"甲公司", "乙公司", "丙公司"}
	f := similarity.NewFinder(1)
	for i, t := range texts {
		if err := f.Add(0, i, []byte(t)); err != nil {
			fmt.Println(err)
		}
	}
	ctx := context.Background()
	pairs, err := f.Candidates(ctx)
	if err != nil {
		fmt.Println(err)
	}
	c := similarity.Checking{Least: 0.5, Text: func(i int, buf []byte) ([]byte, error) { return append(buf, texts[i]...), nil }}
	pairs, err = similarity.Check(ctx, pairs, c)
	if err != nil {
		fmt.Println(err)
	}
	pairs, _, err = similarity.Complete(ctx, pairs, c)
	if err != nil {
		fmt.Println(err)
	}
	for _, g := range similarity.Groups(pairs, func(i int) string { return owners[i] }) {
		fmt.Println(g.Members, g.Owners)
	}
	// Output:
	// [0 2] 2
}

// Two centers that share a key learn that they have the same text, and no word of it.
func ExampleKeyed() {
	key := []byte("a key of the centers of a nation")
	ours, _ := similarity.FingerprintOf(earlier).Keyed(key)
	theirs, _ := similarity.FingerprintOf(later).Keyed(key)
	x := similarity.NewKeyed("east")
	if err := x.Add(7, theirs); err != nil {
		fmt.Println(err)
	}
	for _, m := range x.Query(ours, similarity.Wish{}) {
		fmt.Println("ask about", m.ID)
	}
	// Output:
	// ask about 7
}
