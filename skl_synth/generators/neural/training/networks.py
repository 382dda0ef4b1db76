"""Networks of linear layers, and the softmax of many heads at once."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from skl_synth.generators.neural.heads import Heads


class Layers(nn.Module):
    """Linear layers with rectifiers between them.

    Parameters
    ----------
    n_inputs : int
        Columns that come in.
    hidden : sequence of int
        Width of each hidden layer.
    n_outputs : int
        Columns that go out.
    n_ones : int
        Columns of zeros and ones that come in besides, given by the places of the ones.
    skip : bool
        Whether each hidden layer hands on its input too, and is normalised over the
        batch, as in CTGAN's generator.
    generator : torch.Generator
        Draws the weights to begin with.
    """

    def __init__(
        self,
        n_inputs: int,
        hidden: tuple[int, ...],
        n_outputs: int,
        *,
        n_ones: int = 0,
        skip: bool = False,
        generator: torch.Generator,
    ) -> None:
        super().__init__()
        self.skip = skip
        widths = [n_inputs]
        for width in hidden:
            widths.append(width + (widths[-1] if skip else 0))
        outputs = [*hidden, n_outputs]
        ones = [n_ones] + [n_ones if skip else 0] * len(hidden)
        self.linear = nn.ModuleList(
            Linear(*sizes, generator)
            for sizes in zip(widths, ones, outputs, strict=True)
        )
        norms = [nn.BatchNorm1d(width, device=generator.device) for width in hidden]
        self.norms = nn.ModuleList(norms if skip else [])

    def forward(self, rows: Tensor, ones: Tensor | None = None) -> Tensor:
        """Send rows, and the places of their ones, through all layers."""
        last = len(self.linear) - 1
        for layer, linear in enumerate(self.linear):
            output: Tensor = linear(rows, ones if self.skip or not layer else None)
            if layer == last:
                break
            if self.skip:
                output = functional.relu(self.norms[layer](output))
                rows = torch.cat([output, rows], dim=1)
            else:
                rows = functional.relu(output)
        return output

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """Return the weights, with the normalisation worked into them.

        Once the statistics of the normalisation are fixed, it is linear, and so is part
        of the linear layer before it: `forward` in numpy need not know of it.

        Parameters
        ----------
        name : str
            Name of the network.

        Returns
        -------
        dict of str to ndarray
            The arrays, for `forward` in numpy.
        """
        arrays = {}
        for layer, linear in enumerate(self.linear):
            weight, bias = linear.whole().detach(), linear.bias.detach()
            if layer < len(self.norms):
                norm = self.norms[layer]
                factor = norm.weight.detach() / (norm.running_var + norm.eps).sqrt()
                weight = weight * factor[:, None]
                bias = (bias - norm.running_mean) * factor + norm.bias.detach()
            arrays[f"{name}.{layer}.weight"] = weight.cpu().numpy().copy()
            arrays[f"{name}.{layer}.bias"] = bias.cpu().numpy().copy()
        return arrays


class HeadSoftmax:
    """The softmax of every head, without a loop over heads.

    A table has dozens of heads of a few levels, and a loop over them takes longer than
    the rest of a step. Sums over a head and their way back to its columns are products
    with one 0/1 matrix; only the maximum, which needs no gradient, takes a padded
    look-up.

    Parameters
    ----------
    heads : Heads
        The heads.
    device : torch.device
        Where they are computed.
    """

    def __init__(self, heads: Heads, device: torch.device) -> None:
        self.members = torch.zeros(heads.n_levels, len(heads.starts), device=device)
        head = torch.from_numpy(heads.head_of_level).to(device)
        self.members[torch.arange(heads.n_levels, device=device), head] = 1.0
        self.back = self.members.T.contiguous()
        width = int((heads.stops - heads.starts).max(initial=1))
        columns = heads.starts[:, None] + np.arange(width)
        # A head that is narrower than the widest repeats its last column.
        columns = np.minimum(columns, heads.stops[:, None] - 1)
        self.columns = torch.from_numpy(columns.ravel()).to(device)
        self.shape = columns.shape

    def log(self, logits: Tensor) -> Tensor:
        """Logarithms of the softmax of every head.

        Parameters
        ----------
        logits : Tensor of shape (n_rows, n_levels)
            The columns of all heads.

        Returns
        -------
        Tensor of shape (n_rows, n_levels)
            Logarithms of shares that sum to one within a head.
        """
        # Less the largest, so that no exponential overflows.
        shifted = logits - self._largest(logits.detach())
        return shifted - (shifted.exp() @ self.members).log() @ self.back

    def __call__(self, logits: Tensor) -> Tensor:
        """Return the softmax of every head."""
        shares = (logits - self._largest(logits.detach())).exp()
        return shares / (shares @ self.members @ self.back)

    def _largest(self, logits: Tensor) -> Tensor:
        spread = logits.index_select(1, self.columns).view(len(logits), *self.shape)
        return spread.amax(dim=2) @ self.back


class Linear(nn.Module):
    """A linear layer of columns and of places of ones, with weights of a generator.

    Classes and conditions are one-hot: of hundreds of columns one or two are not zero.
    Their part of the product is the sum of the weights at those places.

    Parameters
    ----------
    n_inputs, n_ones, n_outputs : int
        Columns that come in as they are, columns of which only the places of the ones
        are given, and columns that go out; there may be none.
    generator : torch.Generator
        Draws the weights, as PyTorch's own layer does.
    """

    def __init__(
        self, n_inputs: int, n_ones: int, n_outputs: int, generator: torch.Generator
    ) -> None:
        super().__init__()
        bound = 1.0 / max(n_inputs + n_ones, 1) ** 0.5
        shapes = [(n_outputs, n_inputs), (n_outputs,), (n_ones, n_outputs)]
        self.weight, self.bias, self.of_ones = (
            nn.Parameter(
                torch.empty(shape, device=generator.device).uniform_(
                    -bound, bound, generator=generator
                )
            )
            for shape in shapes
        )

    def forward(self, rows: Tensor, ones: Tensor | None = None) -> Tensor:
        """Send rows through the layer, and the places of their ones where given."""
        output = functional.linear(rows, self.weight, self.bias)
        return output if ones is None else output + self.sum_of_ones(ones)

    def sum_of_ones(self, ones: Tensor) -> Tensor:
        """Return what the ones add: the product with columns of zeros and ones."""
        return functional.embedding_bag(ones, self.of_ones, mode="sum")

    def whole(self) -> Tensor:
        """Return the weights of all columns, those given by their ones last."""
        return torch.cat([self.weight, self.of_ones.T], dim=1)
