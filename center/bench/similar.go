package bench

import (
	"context"
	"flag"
	"io"
	"os"

	"zhibao/center/bench/alike"
	"zhibao/internal/fault"
)

// runSimilarity measures how texts that are nearly the same are found.
func runSimilarity(ctx context.Context, w io.Writer, args []string) (err error) {
	var o alike.Options
	rest, err := parse("similarity", args, func(fs *flag.FlagSet) {
		fs.IntVar(&o.Docs, "docs", 200_000, "")
		fs.IntVar(&o.Index, "index", 1_000_000, "")
		fs.IntVar(&o.Queries, "queries", 1000, "")
		fs.IntVar(&o.Peer, "peer", 5000, "")
		fs.StringVar(&o.Python, "python", "python3", "")
		fs.StringVar(&o.Data, "data", "../shared/data", "")
		fs.StringVar(&o.Dir, "dir", "", "")
		fs.StringVar(&o.Publish, "publish", "", "")
	})
	if err != nil || len(rest) > 0 || o.Docs < 1 || o.Index < 1 || o.Queries < 1 || o.Peer < 1 {
		return usageError{err}
	}
	defer fault.Wrap(&err, "measure similar texts")
	if o.Exe, err = os.Executable(); err != nil {
		return err
	}
	return alike.Texts(ctx, w, o)
}

// runImage measures how pictures of designs are found.
func runImage(ctx context.Context, w io.Writer, args []string) (err error) {
	var o alike.Options
	rest, err := parse("image", args, func(fs *flag.FlagSet) {
		fs.IntVar(&o.Index, "index", 1_000_000, "")
		fs.IntVar(&o.Queries, "queries", 200, "")
		fs.StringVar(&o.Data, "data", "../shared/data", "")
		fs.StringVar(&o.Publish, "publish", "", "")
	})
	if err != nil || len(rest) > 0 || o.Index < 1 || o.Queries < 1 {
		return usageError{err}
	}
	defer fault.Wrap(&err, "measure pictures of designs")
	return alike.Pictures(ctx, w, o)
}
