"""The shortcuts of the networks, against the long way round."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the extra neural is not installed")

from skl_synth.synthesizers.neural.forward import forward  # noqa: E402
from skl_synth.synthesizers.neural.training.critic import Critic  # noqa: E402
from skl_synth.synthesizers.neural.training.networks import (  # noqa: E402
    HeadSoftmax,
    Layers,
)
from skl_synth.synthesizers.neural.training.scope import (  # noqa: E402
    generator_on,
    one_thread,
    resolve_device,
)
from skl_synth.synthesizers.neural.transform import Heads  # noqa: E402

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


@pytest.mark.parametrize("hidden", [(), (8,), (16, 12)])
def test_the_penalty_is_that_of_a_second_pass_backwards(hidden):
    n_columns, pack = 4, 3
    real, fake = torch.randn(2, 30, 6, generator=generator_on(CPU, 1)).unbind()
    slopes = []
    for by_hand in (True, False):
        critic = Critic(6, pack, hidden, generator_on(CPU, 0))
        critic.generator = generator_on(CPU, 2)
        if by_hand:
            penalty = critic.penalty(real, fake, n_columns)
        else:
            penalty = penalty_of_autograd(critic, real, fake, n_columns, pack)
        weights = [linear.weight for linear in critic.layers.linear]
        slopes.append([penalty.detach(), *torch.autograd.grad(penalty, weights)])
    for ours, theirs in zip(*slopes, strict=True):
        torch.testing.assert_close(ours, theirs)


def penalty_of_autograd(critic, real, fake, n_columns, pack):
    """As in the paper's code, with the same random numbers."""
    part = torch.rand((len(real) // pack, 1, 1), generator=critic.generator)
    part = part.repeat_interleave(pack, dim=0)[:, 0]
    between = (real + part * (fake - real)).requires_grad_(True)
    scores = critic(between)
    (slope,) = torch.autograd.grad(scores.sum(), between, create_graph=True)
    norm = slope[:, :n_columns].reshape(-1, pack * n_columns).norm(dim=1)
    return ((norm - 1) ** 2).mean()


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
