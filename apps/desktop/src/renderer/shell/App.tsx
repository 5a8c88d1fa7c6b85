export const App = () => <p>Softmax Studio</p>;
