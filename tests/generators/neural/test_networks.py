"""The shortcuts of the networks, against the long way round."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the extra neural is not installed")

from skl_synth.generators.neural.forward import forward  # noqa: E402
from skl_synth.generators.neural.heads import Heads  # noqa: E402
from skl_synth.generators.neural.training.critic import Critic  # noqa: E402
from skl_synth.generators.neural.training.device import (  # noqa: E402
    generator_on,
    one_thread,
    resolve_device,
)
from skl_synth.generators.neural.training.networks import (  # noqa: E402
    HeadSoftmax,
    Layers,
)

CPU = torch.device("cpu")
NOTHING = np.empty(0, dtype=int)


def heads_of(sizes):
    stops = np.cumsum(sizes)
    return Heads(stops - sizes, stops, NOTHING, NOTHING, 0)


def test_the_softmax_of_all_heads_is_that_of_each():
    heads = heads_of([2, 7, 1, 3])
    logits = 200 * torch.randn(50, 13, generator=generator_on(CPU, 0))
    logits.requires_grad_(True)
    softmax = HeadSoftmax(heads, CPU)
    ends = list(zip(heads.starts.tolist(), heads.stops.tolist(), strict=True))
    for ours, theirs in [(softmax, torch.softmax), (softmax.log, torch.log_softmax)]:
        parts = [theirs(logits[:, start:stop], 1) for start, stop in ends]
        expected = torch.cat(parts, dim=1)
        factor = torch.arange(13.0)
        torch.testing.assert_close(ours(logits), expected, rtol=1e-4, atol=1e-4)
        slopes = [
            torch.autograd.grad((made * factor).sum(), logits)[0]
            for made in (ours(logits), expected)
        ]
        torch.testing.assert_close(*slopes, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("skip", [False, True])
@pytest.mark.parametrize("hidden", [(), (8,), (6, 9, 4)])
def test_numpy_computes_what_pytorch_does(skip, hidden):
    generator = generator_on(CPU, 0)
    layers = Layers(5, hidden, 3, skip=skip, generator=generator)
    rows = torch.randn(40, 5, generator=generator)
    for _ in range(20):
        layers(3 * rows + 1)  # moves what is normalised by
    expected = layers.eval()(rows).detach().numpy()
    made = forward(layers.arrays("net"), "net", rows.numpy())
    np.testing.assert_allclose(made, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("hidden", [(), (8,), (6, 9)])
def test_places_of_ones_stand_for_columns_of_zeros_and_ones(hidden):
    generator = generator_on(CPU, 0)
    layers = Layers(3, hidden, 2, n_ones=7, skip=True, generator=generator).eval()
    rows = torch.randn(20, 3, generator=generator)
    ones = torch.stack([torch.arange(20) % 2, 2 + torch.arange(20) % 5], dim=1)
    spelt_out = torch.zeros(20, 7).scatter_(1, ones, 1.0)
    given = torch.cat([rows, spelt_out], dim=1).numpy()
    made = forward(layers.arrays("net"), "net", given)
    expected = layers(rows, ones).detach().numpy()
    np.testing.assert_allclose(made, expected, rtol=1e-4, atol=1e-5)


def test_dropout_keeps_three_quarters_of_the_units():
    critic = Critic(4, 2, 1, (8,), generator_on(CPU, 0))
    slopes = critic._slopes(torch.tensor([[1.0], [-1.0]]).expand(2, 99_999))
    assert (slopes > 0).float().mean() == pytest.approx(0.75, abs=0.01)
    # What is kept is raised, so that the mean is that of the leaky unit.
    torch.testing.assert_close(
        slopes.mean(dim=1), torch.tensor([1.0, 0.2]), rtol=0.02, atol=0
    )


@pytest.mark.parametrize("hidden", [(), (8,), (16, 12)])
def test_the_critic_compares_as_it_would_the_long_way_round(hidden):
    """Scores of a plain pass, and the penalty of a second pass backwards."""
    n_columns, pack = 4, 3
    real, fake = torch.randn(2, 30, 4, generator=generator_on(CPU, 1)).unbind()
    given = torch.stack([torch.arange(30) % 2, 2 + torch.arange(30) % 3], dim=1)
    found = []
    for compare in (Critic.compare, compare_of_autograd):
        critic = Critic(n_columns, 5, pack, hidden, generator_on(CPU, 0))
        critic.generator = generator_on(CPU, 2)
        distance, penalty = compare(critic, real, fake, given)
        weights = list(critic.parameters())
        slopes = torch.autograd.grad(
            distance + penalty, weights, allow_unused=True, materialize_grads=True
        )
        found.append([distance.detach(), penalty.detach(), *slopes])
    for ours, theirs in zip(*found, strict=True):
        torch.testing.assert_close(ours, theirs)


def compare_of_autograd(critic, real, fake, given):
    """As in the paper's code, with the same random numbers."""
    pack = critic.pack_size
    both = critic(torch.cat([real, fake]), torch.cat([given, given]))
    of_real, of_fake = both.chunk(2)
    part = torch.rand((len(real) // pack, 1), generator=critic.generator)
    part = part.repeat_interleave(pack, dim=0)
    between = (real + part * (fake - real)).requires_grad_(True)
    scores = critic(between, given)
    (slope,) = torch.autograd.grad(scores.sum(), between, create_graph=True)
    norm = slope.reshape(-1, pack * slope.shape[1]).norm(dim=1)
    return of_real.mean() - of_fake.mean(), ((norm - 1) ** 2).mean()


def test_one_thread_while_a_training_lasts_and_no_longer():
    before = torch.get_num_threads()
    with one_thread():
        with one_thread():
            assert torch.get_num_threads() == 1
        assert torch.get_num_threads() == 1, "the outer training goes on"
    assert torch.get_num_threads() == before


def test_devices():
    assert resolve_device("cpu").type == "cpu"
    expected = "cuda" if torch.cuda.is_available() else "cpu"
    assert resolve_device("auto").type == expected
    with pytest.raises(ValueError, match="device='gpu0' cannot be used"):
        resolve_device("gpu0")
